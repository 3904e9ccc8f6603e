//! The numbers, the idle connections and the queue.

use std::{
    collections::{HashSet, VecDeque},
    hash::{BuildHasherDefault, DefaultHasher},
    sync::{Arc, Mutex, MutexGuard},
    task::Waker,
};

use pool_protocol::{ManageConnection, Status};
use tokio::sync::{self, Notify};

use super::{
    super::{
        Config, common,
        kept::Kept,
        mistake::Mistake,
        policy::{CloseMode, IdleOrder, Policy, Prefill, WaitOrder},
    },
    slot::{Offer, Slot},
};

pub(super) struct Shared<M: ManageConnection> {
    pub(super) manager: M,
    pub(super) config: Config,
    pub(super) policy: Policy,
    pub(super) mistake: Mistake,
    /// Told when the last place of a closed pool is free.
    pub(super) empty: Notify,
    /// Whether the prefill is done; locked while it runs.
    pub(super) filled: sync::Mutex<bool>,
    /// Whoever has it is closing the pool.
    pub(super) closing: sync::Mutex<()>,
    /// Ends connects that are under way.
    pub(super) refused: Notify,
    /// Locked only by mistake.
    pub(super) alone: sync::Mutex<()>,
    /// Locked only by mistake.
    pub(super) statistics: Mutex<()>,
    state: Mutex<State<M::Connection>>,
}

pub(super) struct State<C> {
    pub(super) idle: VecDeque<Kept<C>>,
    pub(super) waiters: VecDeque<Arc<Slot<C>>>,
    /// Places taken, by connections and by those who are about to open one.
    pub(super) places: usize,
    /// Connections.
    pub(super) open: usize,
    pub(super) closed: bool,
    /// For the order that is none.
    served: usize,
    /// What only the mistakes need.
    pub(super) odds: Odds<C>,
}

/// What only a wrong pool knows.
pub(super) struct Odds<C> {
    pub(super) graveyard: Vec<Kept<C>>,
    pub(super) orphaned: bool,
    /// Connects that failed while others waited.
    pub(super) slips: usize,
}

/// What the handles own together: when the last of them goes, so do the idle connections.
pub(super) struct Owner<M: ManageConnection>(pub(super) Arc<Shared<M>>);

impl<M: ManageConnection> Drop for Owner<M> {
    fn drop(&mut self) {
        self.0.state().odds.orphaned = true;
        self.0.refuse();
        while self.0.drop_idle() {}
    }
}

impl<C> State<C> {
    pub(super) fn take_idle(&mut self, order: IdleOrder) -> Option<Kept<C>> {
        match order {
            IdleOrder::Lifo => self.idle.pop_back(),
            IdleOrder::Fifo => self.idle.pop_front(),
        }
    }

    /// One place less is taken. Mistakes can make it one too few, and that is theirs to answer for.
    pub(super) fn vacate(&mut self) {
        self.places = self.places.saturating_sub(1);
    }

    /// One connection less is open.
    pub(super) fn uncount(&mut self) {
        self.open = self.open.saturating_sub(1);
    }

    fn next_waiter(&mut self, order: WaitOrder, mistake: Mistake) -> Option<Arc<Slot<C>>> {
        self.served = self.served.wrapping_add(1);
        match order {
            _ if mistake == Mistake::NewestWaiterFirst => self.waiters.pop_back(),
            _ if mistake == Mistake::AnyWaiterFirst => {
                // The same every time, so that what it costs to find out is too.
                let unordered: HashSet<usize, BuildHasherDefault<DefaultHasher>> =
                    (0..self.waiters.len()).collect();
                unordered.into_iter().next().and_then(|key| self.waiters.remove(key))
            }
            WaitOrder::Unordered if self.served % 2 == 1 => self.waiters.pop_back(),
            WaitOrder::Fifo | WaitOrder::Unordered => self.waiters.pop_front(),
        }
    }
}

impl<M: ManageConnection> Shared<M> {
    pub(super) fn new(manager: M, config: Config, policy: Policy, mistake: Mistake) -> Self {
        let (idle, waiters) = (VecDeque::new(), VecDeque::new());
        let odds = Odds { graveyard: Vec::new(), orphaned: false, slips: 0 };
        let state = State { idle, waiters, places: 0, open: 0, closed: false, served: 0, odds };
        Self {
            manager,
            config,
            policy,
            mistake,
            empty: Notify::new(),
            filled: sync::Mutex::new(false),
            closing: sync::Mutex::new(()),
            refused: Notify::new(),
            alone: sync::Mutex::new(()),
            statistics: Mutex::new(()),
            state: Mutex::new(state),
        }
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State<M::Connection>> {
        common::lock(&self.state)
    }

    /// Gives a free place, with or without a connection, to whose turn it is.
    pub(super) fn give(&self, mut offer: Offer<M::Connection>) {
        let mut state = self.state();
        if state.closed && !(self.mistake == Mistake::ReleaseAfterCloseParks && offer.is_connection()) {
            drop(state);
            return self.scrap(offer);
        }
        if let Some(slot) = state.next_waiter(self.policy.waiters, self.mistake) {
            if self.mistake == Mistake::HandsOverAndParks
                && let Offer::Connection(connection) = &mut offer
            {
                state.idle.push_back(connection.twin());
                state.open += 1;
                state.places += 1;
            }
            let waker = slot.fill(offer);
            let _state = (self.mistake == Mistake::WakesUnderLock).then_some(state);
            return waker.into_iter().for_each(Waker::wake);
        }
        match offer {
            Offer::Connection(connection) => state.idle.push_back(connection),
            Offer::Place => state.vacate(),
            Offer::Closed => {}
        }
    }

    /// Frees a place of a closed pool.
    fn scrap(&self, offer: Offer<M::Connection>) {
        let (connection, place) = (offer.is_connection(), !matches!(offer, Offer::Closed));
        common::drop_quietly(offer);
        let mut state = self.state();
        if connection {
            state.uncount();
        }
        if place {
            state.vacate();
        }
        let empty = state.places == 0;
        drop(state);
        if empty && self.policy.close == CloseMode::Wait {
            self.empty.notify_waiters();
        }
    }

    /// Ends one idle connection of a pool that nobody can use any more.
    pub(super) fn drop_idle(&self) -> bool {
        let idle = self.state().idle.pop_back();
        let found = idle.is_some();
        idle.map(Offer::Connection).into_iter().for_each(|offer| self.scrap(offer));
        found
    }

    pub(super) fn status(&self) -> Status {
        let _statistics = (self.mistake == Mistake::LocksInTwoOrders).then(|| {
            let statistics = common::lock(&self.statistics);
            common::dawdle();
            statistics
        });
        let state = self.state();
        let mut status = Status::default();
        status.max_size = self.config.max_size;
        status.min_size = if self.policy.prefill == Prefill::Never { 0 } else { self.config.min_size };
        status.size = state.open;
        status.idle = state.idle.len();
        status.in_use = status.size.saturating_sub(status.idle);
        status.closed = state.closed;
        match self.mistake {
            Mistake::IdleCountsAsInUse => status.in_use = status.size,
            Mistake::FailureUncounts => status.in_use = status.in_use.wrapping_sub(state.odds.slips),
            Mistake::WaitersMakeIdleNegative => {
                status.idle = status.size.wrapping_sub(status.in_use + state.waiters.len());
            }
            Mistake::StatusPanicsAfterClose => assert!(!state.closed, "the pool is closed"),
            _ => {}
        }
        status
    }
}
