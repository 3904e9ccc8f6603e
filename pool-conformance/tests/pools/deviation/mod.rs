//! The points at which a wrong pool deviates from an honest one.
//!
//! The architectures ask their [`Deviation`] at these points, and the honest answer is the default. A wrong pool is one
//! implementation, beside the rule that it breaks, which answers one or two of the questions differently; so the same
//! mistake can be made in every architecture that asks.

pub(crate) mod help;
mod words;

use std::{any::Any, fmt, pin::Pin, sync::Arc, sync::MutexGuard, task::Poll, time::Duration};

use pool_protocol::{Counters, PoolError, Status, async_trait};
use tokio::sync::OwnedMutexGuard;

pub(crate) use self::words::{
    AfterFailure, Again, Attempt, Cancelled, Fate, Foreign, Met, Overlooked, Phase, Place, Prefilling,
    Returned, Stage, Stranger, Traffic,
};
use super::{
    Config, common,
    kept::{Dates, Reachable},
    policy::BYPASS,
};

/// A call of the pool as it is without a mistake; what it results in is kept by the caller.
pub(crate) type Call<'a> = Pin<Box<dyn Future<Output = Result<(), PoolError>> + Send + 'a>>;

/// How a pool differs from an honest one. Each pool has a value of its own.
#[async_trait]
pub(crate) trait Deviation: Send + Sync {
    // Around the calls of the pool, whatever its architecture.

    /// The pool is being built.
    fn build(&mut self, _config: &mut Config) {}

    /// Whether the pool keeps a handle to itself.
    fn owns_itself(&self) -> bool {
        false
    }

    async fn init(&self, honest: Call<'_>) -> Result<(), PoolError> {
        honest.await
    }

    /// Whether `acquire` begins when it is called, and not when its future is polled.
    fn acts_before_first_poll(&self) -> bool {
        false
    }

    /// Whether an acquire first makes up the least size.
    fn fills_before_acquire(&self) -> bool {
        false
    }

    /// Whether an acquire that was served opens another connection for the next.
    fn opens_spare(&self) -> bool {
        false
    }

    async fn acquire(&self, honest: Call<'_>) -> Result<(), PoolError> {
        honest.await
    }

    /// Whether an acquire that failed begins anew, once this is done.
    async fn acquires_again(&self, _error: &PoolError) -> bool {
        false
    }

    /// What becomes of a guard that is given to `release`.
    fn meets(&self, _guard: Stranger) -> Met {
        Met::AsUsual
    }

    async fn release(&self, honest: Call<'_>) -> Result<(), PoolError> {
        honest.await
    }

    /// Whether a task does what `release` says it has done, and after which pause.
    fn releases_later(&self) -> Option<Duration> {
        None
    }

    /// Whether `release` opens another connection for one that has come back broken.
    fn replaces_on_release(&self) -> bool {
        false
    }

    async fn close(&self, honest: Call<'_>) -> Result<(), PoolError> {
        honest.await
    }

    async fn health_check(&self, honest: Call<'_>) -> Result<(), PoolError> {
        honest.await
    }

    fn status(&self, read: &dyn Fn() -> Status, _traffic: &Traffic) -> Status {
        read()
    }

    fn counters(&self, honest: Counters, _status: Status) -> Counters {
        honest
    }

    /// A guard is dropped; `orphaned` if its pool is gone.
    fn guard_dropped(&self, guard: Box<dyn Any + Send>, _orphaned: bool) {
        drop(guard);
    }

    /// Whether an attempt is an acquire that is polled once and dropped.
    fn tries_by_acquiring(&self) -> bool {
        false
    }

    // Around the calls of the manager, whatever the architecture.

    fn poll_connect(&self, poll: &mut dyn FnMut() -> Poll<()>) -> Poll<()> {
        poll()
    }

    fn connect_failed(&self, _traffic: &Traffic) {}

    /// Whether a connect includes a check.
    fn checks_what_it_opens(&self) -> bool {
        false
    }

    /// Whether a connect tries again within itself.
    fn tries_again(&self, _attempt: Attempt) -> bool {
        false
    }

    /// Before another is opened in the place of a connection that failed its check.
    async fn pause(&self) {}

    /// Whether a connection has passed a check that ended so.
    fn passes(&self, passed: bool) -> bool {
        passed
    }

    /// What a connection answers that is asked whether it has broken.
    fn answers_whether_broken(&self, ask: &mut dyn FnMut() -> bool) -> bool {
        ask()
    }

    fn disconnects_in_task(&self) -> bool {
        false
    }

    // How a place is found.

    /// Whether a connection may be opened, where `taken` counts what is open and the `connecting`.
    fn has_room(&self, taken: usize, _connecting: usize, max_size: usize) -> bool {
        taken < max_size
    }

    /// Whether a pool with room opens a connection although one is idle.
    fn opens_before_reuse(&self) -> bool {
        false
    }

    /// Whether an idle connection that is lent stays idle.
    fn lends_twice(&self) -> bool {
        false
    }

    /// Which of the waiters is served; the first is the one that waits longest.
    fn next_waiter(&self, _waiting: usize) -> usize {
        0
    }

    /// What an acquire fails with that finds nothing, instead of waiting.
    fn gives_up(&self, _woken_in_vain: bool) -> Option<PoolError> {
        None
    }

    /// Whether a task waits in the place of the acquire, and keeps what it got if the acquire has gone.
    fn waits_in_task(&self) -> bool {
        false
    }

    /// Whether a cancelled waiter leaves the queue, or passes on what it was chosen for.
    fn cleans_up(&self, _waiter: Cancelled) -> bool {
        true
    }

    /// Held from the look at the idle connections on.
    async fn lock_to_lend(&self) -> Option<OwnedMutexGuard<()>> {
        None
    }

    /// Whether that lock is given back before a connect.
    fn unlocks_to_connect(&self) -> bool {
        true
    }

    /// Whether the lock is given back between the look whether there is room and the taking of it.
    fn unlocks_before_acting(&self) -> bool {
        false
    }

    /// What an acquire overlooks that gives the lock back between the look at what there is and the queue.
    fn overlooks(&self) -> Option<Overlooked> {
        None
    }

    /// A second lock, taken under the first.
    fn second_lock(&self) -> Option<MutexGuard<'_, ()>> {
        None
    }

    /// Whether the lock of the pool is held while foreign code runs.
    fn holds_lock_during(&self, _foreign: Foreign) -> bool {
        false
    }

    /// A connection is lent.
    fn lent(&self, _connection: &mut dyn Reachable) {}

    /// Whether an attempt takes what is idle although somebody waits.
    fn tries_past_waiters(&self) -> bool {
        false
    }

    /// Whether what an attempt lends takes a place.
    fn counts_tried(&self) -> bool {
        true
    }

    /// Whether an acquire may queue behind so many.
    fn may_queue(&self, queued: usize, limit: Option<usize>) -> bool {
        limit.is_none_or(|limit| queued < limit)
    }

    /// What an acquire fails with that may not queue.
    fn refusal(&self) -> PoolError {
        PoolError::Exhausted
    }

    // How an acquire is served.

    /// Whether the limit of an acquire applies to this part of it.
    fn limits(&self, phase: Phase) -> bool {
        matches!(phase, Phase::Acquire | Phase::Task)
    }

    /// Whether a connection has lain idle for too long, or is too old, to be lent again.
    fn is_stale(&self, dates: Dates, config: &Config) -> bool {
        dates.are_over(config)
    }

    /// Whether a pool that does not check what came back a moment ago need not check this.
    fn is_recent(&self, dates: Dates) -> bool {
        dates.returned.elapsed() <= BYPASS
    }

    /// Whether a check that outlasts the limit has failed.
    fn ends_slow_checks(&self) -> bool {
        true
    }

    /// Whether a check that fails is the error of the acquire.
    fn reports_failed_check(&self) -> bool {
        false
    }

    /// Whether the place is given up while its connection is being opened.
    fn frees_place_to_connect(&self) -> bool {
        false
    }

    /// Whether an acquire whose connect failed waits for a place again.
    fn queues_after_failed_connect(&self) -> bool {
        false
    }

    /// Whether the task of the pool waits for each connect.
    fn connects_in_loop(&self) -> bool {
        false
    }

    /// Whether what comes back goes to an acquire for which a connect runs.
    fn races_connects(&self) -> bool {
        true
    }

    /// Whether several messages that are heard at once serve one waiter.
    fn serves_once_per_batch(&self) -> bool {
        false
    }

    /// Whether a health check of a full pool is as good as one that failed.
    fn is_unhealthy_when_full(&self) -> bool {
        false
    }

    // How a place becomes free.

    /// What becomes of a place.
    fn place_freed(&self, _place: &Place) -> Fate {
        Fate::Free
    }

    /// Whether the place of a connection that is ended is free before the connection is dropped.
    fn frees_place_before_end(&self) -> bool {
        false
    }

    /// Whether a return looks for a waiter before it knows whether the connection has broken, and makes it idle afterwards.
    fn looks_for_waiter_early(&self) -> bool {
        false
    }

    /// Whether a return asks whether the pool is closed before it takes the lock.
    fn asks_closed_early(&self) -> bool {
        false
    }

    /// Whether a connection becomes idle.
    fn keeps(&self, _returned: Returned, closed: bool) -> bool {
        !closed
    }

    /// Whether a connection that comes back is asked whether it has broken.
    fn asks_whether_broken(&self) -> bool {
        true
    }

    // How the bound changes.

    /// Whether a bound that makes no sense is refused.
    fn refuses_bound(&self) -> bool {
        true
    }

    /// Whether waiters learn of a bound that was raised.
    fn tells_of_room(&self) -> bool {
        true
    }

    /// Whether a connection that comes back is ended where there are too many.
    fn shrinks(&self) -> bool {
        true
    }

    /// Whether a discarded connection goes back like any other.
    fn parks_discarded(&self) -> bool {
        false
    }

    /// Whether a connection that has broken is ended and becomes idle all the same.
    fn broken_stays_idle(&self) -> bool {
        false
    }

    /// Whether a connection that is handed to a waiter becomes idle as well.
    fn hands_over_and_parks(&self) -> bool {
        false
    }

    /// Ends a connection by its drop.
    fn end(&self, connection: Box<dyn Any + Send>, _closed: bool) {
        common::drop_quietly(connection);
    }

    // Upkeep.

    /// How much the clock of the sweeper is fast by now.
    fn runs_fast(&self) -> Duration {
        Duration::ZERO
    }

    /// The sweeper looks so much later than it meant to.
    fn sweeps_late(&self, _by: Duration) {}

    /// Whether what is idle too long stays while no more than `min_size` are open.
    fn spares_the_last(&self) -> bool {
        true
    }

    /// Whether the place of a connection that is ended for its age stays taken.
    fn loses_stale_places(&self) -> bool {
        false
    }

    /// Whether what is lost is replaced, when the last attempt has failed or not.
    fn replaces(&self, _after_failure: bool) -> bool {
        true
    }

    // `init` and `close`.

    fn init_again(&self) -> Again {
        Again::Waits
    }

    fn wants_another(&self, fill: Prefilling) -> bool {
        fill.taken < fill.min_size
    }

    /// Whether a prefill that fails keeps what it has opened.
    fn keeps_failed_prefill(&self) -> bool {
        false
    }

    /// Whether an acquire finds the pool closed.
    fn refuses(&self, closed: bool) -> bool {
        closed
    }

    /// How many of the waiters learn that the pool is closed.
    fn waiters_told(&self, waiting: usize) -> usize {
        waiting
    }

    /// Whether `close` ends what is idle, before it has refused newcomers and afterwards.
    fn ends_idle(&self, refused: bool) -> bool {
        refused
    }

    fn after_failed_ending(&self) -> AfterFailure {
        AfterFailure::GoesOn
    }
}

/// No deviation.
#[derive(Default)]
struct Honest;

impl Deviation for Honest {}

/// Makes the deviation of one pool.
#[derive(Clone, Copy)]
pub(crate) struct Mistake(fn() -> Box<dyn Deviation>);

impl Mistake {
    pub(crate) const NONE: Self = Self::of::<Honest>();

    pub(crate) const fn of<D: Deviation + Default + 'static>() -> Self {
        Self(|| Box::new(D::default()))
    }

    /// For one pool.
    pub(crate) fn make(self, config: &mut Config) -> Arc<dyn Deviation> {
        let mut deviation = (self.0)();
        deviation.build(config);
        Arc::from(deviation)
    }
}

impl fmt::Debug for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mistake")
    }
}
