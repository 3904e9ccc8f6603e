//! The numbers, the idle connections and the queue.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard},
    task::Waker,
};

use pool_protocol::{ManageConnection, Status};
use tokio::sync::{self, Notify};

use super::{
    super::{
        Config,
        common::{self, Limit},
        deviation::{Deviation, Fate, Foreign, Place, Returned, Stage},
        kept::{self, Kept},
        policy::{CloseMode, IdleOrder, Policy, Prefill, WaitOrder},
    },
    slot::{Offer, Slot},
};

pub(super) struct Shared<M: ManageConnection> {
    pub(super) manager: M,
    pub(super) config: Config,
    pub(super) policy: Policy,
    pub(super) limit: Limit,
    pub(super) deviation: Arc<dyn Deviation>,
    /// Told when the last place of a closed pool is free.
    pub(super) empty: Notify,
    /// Whether the prefill is done; locked while it runs.
    pub(super) filled: sync::Mutex<bool>,
    /// Whoever has it is closing the pool.
    pub(super) closing: sync::Mutex<()>,
    /// Ends connects that are under way.
    pub(super) refused: Notify,
    state: Mutex<State<M::Connection>>,
}

pub(super) struct State<C> {
    pub(super) idle: VecDeque<Kept<C>>,
    pub(super) waiters: VecDeque<Arc<Slot<C>>>,
    /// How many places there are.
    pub(super) max_size: usize,
    /// Places taken, by connections and by those who are about to open one.
    pub(super) places: usize,
    /// Connections.
    pub(super) open: usize,
    pub(super) closed: bool,
    /// For the order that is none.
    served: usize,
}

/// What the handles own together: when the last of them goes, so do the idle connections.
pub(super) struct Owner<M: ManageConnection>(pub(super) Arc<Shared<M>>);

impl<M: ManageConnection> Drop for Owner<M> {
    fn drop(&mut self) {
        self.0.refuse();
        while self.0.drop_idle() {}
    }
}

impl<C> State<C> {
    /// A mistake: what is handed over becomes idle as well.
    fn park_twin(&mut self, offer: &mut Offer<C>) {
        if let Offer::Connection(connection) = offer {
            self.idle.push_back(connection.twin());
            self.open += 1;
            self.places += 1;
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

    pub(super) fn next_waiter(
        &mut self,
        order: WaitOrder,
        deviation: &dyn Deviation,
    ) -> Option<Arc<Slot<C>>> {
        self.served = self.served.wrapping_add(1);
        match order {
            WaitOrder::Unordered if self.served % 2 == 1 => self.waiters.pop_back(),
            WaitOrder::Fifo | WaitOrder::Unordered => {
                self.waiters.remove(deviation.next_waiter(self.waiters.len()))
            }
        }
    }
}

impl<M: ManageConnection> Shared<M> {
    pub(super) fn new(manager: M, config: Config, policy: Policy, deviation: Arc<dyn Deviation>) -> Self {
        let (idle, waiters) = (VecDeque::new(), VecDeque::new());
        let max_size = config.max_size;
        let state = State { idle, waiters, max_size, places: 0, open: 0, closed: false, served: 0 };
        Self {
            manager,
            config,
            policy,
            limit: Limit::new(config.acquire_timeout, Arc::clone(&deviation)),
            deviation,
            empty: Notify::new(),
            filled: sync::Mutex::new(false),
            closing: sync::Mutex::new(()),
            refused: Notify::new(),
            state: Mutex::new(state),
        }
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State<M::Connection>> {
        common::lock(&self.state)
    }

    /// What becomes of a place whose use ends at this stage.
    pub(super) fn fate_after(&self, stage: Stage) -> Fate {
        let now = self.state();
        let others = now.places.saturating_sub(now.idle.len() + 1);
        let place = Place { stage, idle: now.idle.len(), others };
        drop(now);
        self.deviation.place_freed(&place)
    }

    /// Whether a connection is of no more use.
    pub(super) fn is_broken(&self, connection: &mut Kept<M::Connection>) -> bool {
        let _state = self.deviation.holds_lock_during(Foreign::HasBroken).then(|| self.state());
        common::is_broken(&self.manager, &*self.deviation, connection)
    }

    pub(super) fn take_idle(&self, state: &mut State<M::Connection>) -> Option<Kept<M::Connection>> {
        if self.deviation.loses_stale_places() {
            self.lose_stale(state);
        }
        let mut idle = match self.policy.idle {
            IdleOrder::Lifo => state.idle.pop_back(),
            IdleOrder::Fifo => state.idle.pop_front(),
        };
        if self.deviation.lends_twice() {
            kept::lend_twice(&mut state.idle, &mut idle);
        }
        idle
    }

    /// A mistake: ends what is stale, and forgets the places.
    fn lose_stale(&self, state: &mut State<M::Connection>) {
        let too_old = |idle: &Kept<M::Connection>| self.deviation.is_stale(idle.dates(), &self.config);
        while let Some(index) = state.idle.iter().position(too_old) {
            common::drop_quietly(state.idle.remove(index));
            state.uncount();
        }
    }

    /// Ends a connection by its drop.
    pub(super) fn end_quietly(&self, connection: Kept<M::Connection>) {
        let state = self.state();
        let closed = state.closed;
        let state = self.deviation.holds_lock_during(Foreign::Drop).then_some(state);
        self.deviation.end(Box::new(connection.into_inner()), closed);
        drop(state);
    }

    /// Gives a free place, with or without a connection, to whose turn it is.
    pub(super) fn give(&self, mut offer: Offer<M::Connection>) {
        let mut state = self.state();
        let kept = offer.is_connection() && self.deviation.keeps(Returned::Lent, true);
        let surplus = state.places > state.max_size && self.deviation.shrinks();
        if (state.closed && !kept) || surplus {
            drop(state);
            return self.scrap(offer);
        }
        if let Some(slot) = state.next_waiter(self.policy.waiters, &*self.deviation) {
            if self.deviation.hands_over_and_parks() {
                state.park_twin(&mut offer);
            }
            let waker = slot.fill(offer);
            let _state = self.deviation.holds_lock_during(Foreign::Wake).then_some(state);
            return waker.into_iter().for_each(Waker::wake);
        }
        match offer {
            Offer::Connection(connection) => state.idle.push_back(connection),
            Offer::Place => state.vacate(),
            Offer::Closed => {}
        }
    }

    /// Frees a place that nobody is to have, since the pool is closed or has too many.
    fn scrap(&self, offer: Offer<M::Connection>) {
        let (connection, place) = (offer.is_connection(), !matches!(offer, Offer::Closed));
        match offer {
            Offer::Connection(connection) => self.end_quietly(connection),
            Offer::Place | Offer::Closed => {}
        }
        let mut state = self.state();
        if connection {
            state.uncount();
        }
        if place {
            state.vacate();
        }
        let empty = state.closed && state.places == 0;
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
        let state = self.state();
        let mut status = Status::default();
        status.max_size = state.max_size;
        status.min_size = if self.policy.prefill == Prefill::Never { 0 } else { self.config.min_size };
        status.size = state.open;
        status.idle = state.idle.len();
        status.in_use = status.size.saturating_sub(status.idle);
        status.closed = state.closed;
        status
    }
}
