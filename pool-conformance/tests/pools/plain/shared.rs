//! Everything behind the one mutex.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard},
    task::Waker,
    thread::{self, ThreadId},
};

use pool_protocol::{ManageConnection, Status};

use super::{
    super::{
        Config, common,
        kept::Kept,
        mistake::Mistake,
        policy::{IdleOrder, Policy, Prefill},
    },
    wakers::Wakers,
};

pub(super) struct Shared<M: ManageConnection> {
    pub(super) manager: M,
    pub(super) config: Config,
    pub(super) policy: Policy,
    pub(super) mistake: Mistake,
    pub(super) built_on: ThreadId,
    state: Mutex<State<M::Connection>>,
    /// Only by mistake: a second lock.
    statistics: Mutex<()>,
}

pub(super) struct State<C> {
    pub(super) idle: VecDeque<Kept<C>>,
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
    /// Only by mistake: how often a connection has been lent and left where it was.
    pub(super) peeked: usize,
    /// Acquires that found nothing.
    pub(super) waiters: Wakers,
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

    /// A mistake: a connection that was left in the list is of no use there any more.
    pub(super) fn unlist(&mut self, connection: &Kept<C>) {
        if self.peeked > 0 && connection.has_twin() {
            self.peeked -= 1;
            self.idle.retain(|idle| !idle.is_twin_of(connection));
        }
    }

    pub(super) fn count_out(&mut self) {
        self.held = self.held.saturating_sub(1);
    }

    /// Makes a held connection idle, if it is there and this pool still lends.
    pub(super) fn park(&mut self, returned: &mut Option<Kept<C>>, closed: bool) -> bool {
        if closed || returned.is_none() {
            return false;
        }
        self.count_out();
        if self.peeked > 0 && returned.as_ref().is_some_and(Kept::has_twin) {
            self.peeked -= 1;
            *returned = None;
        }
        self.idle.extend(returned.take());
        true
    }

    pub(super) fn take_idle(&mut self, order: IdleOrder) -> Option<Kept<C>> {
        match order {
            IdleOrder::Lifo => self.idle.pop_back(),
            IdleOrder::Fifo => self.idle.pop_front(),
        }
    }
}

impl<M: ManageConnection> Shared<M> {
    pub(super) fn new(manager: M, config: Config, policy: Policy, mistake: Mistake) -> Self {
        let state = State {
            idle: VecDeque::new(),
            held: 0,
            connecting: 0,
            filling: 0,
            ending: 0,
            fill: Fill::Wanted,
            closed: false,
            peeked: 0,
            waiters: Wakers::default(),
            watchers: Wakers::default(),
        };
        Self {
            manager,
            config,
            policy,
            mistake,
            built_on: thread::current().id(),
            state: Mutex::new(state),
            statistics: Mutex::default(),
        }
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State<M::Connection>> {
        if self.mistake == Mistake::PanicPoisons {
            return common::lock_unless_poisoned(&self.state);
        }
        common::lock(&self.state)
    }

    pub(super) fn has_room(&self, state: &State<M::Connection>) -> bool {
        match self.mistake {
            Mistake::ConnectsNotCounted => state.taken() - state.connecting < self.config.max_size,
            Mistake::ReservesOne => state.taken() < (self.config.max_size - 1).max(1),
            _ => state.taken() < self.config.max_size,
        }
    }

    /// Changes something by which one acquire may be served, then wakes one, and whoever waits for the end.
    pub(super) fn free<T>(&self, change: impl FnOnce(&mut State<M::Connection>) -> T) -> T {
        let mut state = self.state();
        let _statistics = (self.mistake == Mistake::LocksInTwoOrders).then(|| {
            common::dawdle();
            common::lock(&self.statistics)
        });
        let silent = self.mistake == Mistake::SignalsOnlyFirstReturn && !state.idle.is_empty();
        let result = change(&mut state);
        let waiter = if silent { None } else { state.waiters.take_one() };
        let watchers = match self.mistake {
            _ if !state.closed => Vec::new(),
            Mistake::OneCloserIsTold => state.watchers.take_one().into_iter().collect(),
            _ => state.watchers.take_all(),
        };
        let state = (self.mistake == Mistake::WakesUnderLock).then_some(state);
        waiter.into_iter().chain(watchers).for_each(Waker::wake);
        drop(state);
        result
    }

    pub(super) fn status(&self) -> Status {
        let _statistics = (self.mistake == Mistake::LocksInTwoOrders).then(|| {
            let statistics = common::lock(&self.statistics);
            common::dawdle();
            statistics
        });
        let state = self.state();
        let mut status = Status::default();
        if self.mistake == Mistake::StatusEmptyWhileConnecting && state.connecting + state.filling > 0 {
            return status;
        }
        status.max_size = self.config.max_size;
        status.min_size = if self.policy.prefill == Prefill::Never { 0 } else { self.config.min_size };
        status.idle = state.idle.len().saturating_sub(state.peeked);
        status.in_use = state.held;
        status.size = status.idle + status.in_use + state.connecting;
        status.closed = state.closed;
        if self.mistake == Mistake::WaitersMakeIdleNegative {
            status.idle = status.size.wrapping_sub(status.in_use + state.waiters.len());
        }
        status
    }
}
