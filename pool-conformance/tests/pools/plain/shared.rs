//! Everything behind the one mutex.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard},
    task::Waker,
};

use pool_protocol::{Counters, ManageConnection, Status};

use super::{
    super::{
        Config,
        common::{self, Limit},
        deviation::{Deviation, Fate, Foreign, Place, Stage},
        kept::{self, Kept},
        policy::{IdleOrder, Policy, Prefill},
    },
    wakers::Wakers,
};

pub(super) struct Shared<M: ManageConnection> {
    pub(super) manager: M,
    pub(super) config: Config,
    pub(super) policy: Policy,
    pub(super) limit: Limit,
    pub(super) deviation: Arc<dyn Deviation>,
    state: Mutex<State<M::Connection>>,
}

pub(super) struct State<C> {
    pub(super) idle: VecDeque<Kept<C>>,
    /// How many connections there may be.
    pub(super) max_size: usize,
    /// Under a guard.
    pub(super) held: usize,
    /// About to be opened for an acquire.
    pub(super) connecting: usize,
    /// Opened, or about to be, for a prefill that is not done.
    pub(super) filling: usize,
    /// On their way out, in the hands of `close`.
    pub(super) ending: usize,
    pub(super) fill: Fill,
    pub(super) closed: bool,
    /// Acquires that found nothing and have not been woken.
    pub(super) waiters: Wakers,
    /// Acquires that found nothing and have not come to their end, woken or not.
    pub(super) queued: usize,
    pub(super) counters: Counters,
    /// Calls of `init` and `close` that wait for another to get on.
    pub(super) watchers: Wakers,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fill {
    Wanted,
    Running,
    Done,
}

/// What the handles own together: when the last of them goes, so do the idle connections.
pub(super) struct Owner<M: ManageConnection>(pub(super) Arc<Shared<M>>);

impl<M: ManageConnection> Drop for Owner<M> {
    fn drop(&mut self) {
        self.0.refuse();
        let idle = std::mem::take(&mut self.0.state().idle);
        idle.into_iter().for_each(common::drop_quietly);
    }
}

impl<C> State<C> {
    /// How much of `max_size` is taken.
    pub(super) fn taken(&self) -> usize {
        self.idle.len() + self.held + self.connecting + self.filling + self.ending
    }

    pub(super) fn count_out(&mut self) {
        self.held = self.held.saturating_sub(1);
    }
}

impl<M: ManageConnection> Shared<M> {
    pub(super) fn new(manager: M, config: Config, policy: Policy, deviation: Arc<dyn Deviation>) -> Self {
        let state = State {
            idle: VecDeque::new(),
            max_size: config.max_size,
            held: 0,
            connecting: 0,
            filling: 0,
            ending: 0,
            fill: Fill::Wanted,
            closed: false,
            waiters: Wakers::default(),
            queued: 0,
            counters: Counters::default(),
            watchers: Wakers::default(),
        };
        Self {
            manager,
            config,
            policy,
            limit: Limit::new(config.acquire_timeout, Arc::clone(&deviation)),
            deviation,
            state: Mutex::new(state),
        }
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State<M::Connection>> {
        common::lock(&self.state)
    }

    pub(super) fn count(&self, count: impl FnOnce(&mut Counters)) {
        count(&mut self.state().counters);
    }

    pub(super) fn has_room(&self, state: &State<M::Connection>) -> bool {
        self.deviation.has_room(state.taken(), state.connecting, state.max_size)
    }

    pub(super) fn take_idle(&self, state: &mut State<M::Connection>) -> Option<Kept<M::Connection>> {
        let mut idle = match self.policy.idle {
            IdleOrder::Lifo => state.idle.pop_back(),
            IdleOrder::Fifo => state.idle.pop_front(),
        };
        if self.deviation.lends_twice() {
            kept::lend_twice(&mut state.idle, &mut idle);
        }
        idle
    }

    /// What becomes of a place whose use ends at this stage.
    pub(super) fn fate_after(&self, stage: Stage) -> Fate {
        let now = self.state();
        let others = (now.held + now.connecting).saturating_sub(1);
        let place = Place { stage, idle: now.idle.len(), others };
        drop(now);
        self.deviation.place_freed(&place)
    }

    /// Ends a connection by its drop.
    pub(super) fn end_quietly(&self, connection: Kept<M::Connection>) {
        let mut state = self.state();
        state.counters.ended.other += 1;
        let closed = state.closed;
        let state = self.deviation.holds_lock_during(Foreign::Drop).then_some(state);
        self.deviation.end(Box::new(connection.into_inner()), closed);
        drop(state);
    }

    /// Frees a place, unless a mistake has another fate for it.
    pub(super) fn free_as(&self, fate: Fate, change: impl Fn(&mut State<M::Connection>)) {
        match fate {
            Fate::Free | Fate::Silent => self.free(fate, change),
            Fate::Twice => (0..2).for_each(|_| self.free(fate, &change)),
            Fate::Counted | Fate::Lost => {}
        }
    }

    /// Changes something by which one acquire may be served, then wakes one, and whoever waits for the end.
    pub(super) fn free<T>(&self, fate: Fate, change: impl FnOnce(&mut State<M::Connection>) -> T) -> T {
        let mut state = self.state();
        let _second = self.deviation.second_lock();
        let result = change(&mut state);
        let waiter = if fate == Fate::Silent { None } else { state.waiters.take_one() };
        let watchers = if state.closed { state.watchers.take_all() } else { Vec::new() };
        let state = self.deviation.holds_lock_during(Foreign::Wake).then_some(state);
        waiter.into_iter().chain(watchers).for_each(Waker::wake);
        drop(state);
        result
    }

    pub(super) fn status(&self) -> Status {
        let state = self.state();
        let mut status = Status::default();
        status.max_size = state.max_size;
        status.min_size = if self.policy.prefill == Prefill::Never { 0 } else { self.config.min_size };
        status.idle = state.idle.len();
        status.in_use = state.held;
        status.size = status.idle + status.in_use + state.connecting;
        status.closed = state.closed;
        status.waiting = Some(state.queued);
        status
    }
}
