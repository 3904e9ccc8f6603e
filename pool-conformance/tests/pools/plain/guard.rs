//! The guard, and the claim to a connection that is not open yet.

use std::{
    ops::{Deref, DerefMut},
    sync::Arc,
    task::Waker,
};

use pool_protocol::ManageConnection;

use super::{
    super::{
        common::is_broken,
        deviation::{Fate, Returned, Stage},
        kept::Kept,
        policy::Check,
    },
    shared::{Shared, State},
};

/// Room for one connection while it is being opened.
pub(super) struct Room<M: ManageConnection> {
    shared: Arc<Shared<M>>,
    used: bool,
    /// How far its use has come.
    pub(super) stage: Stage,
}

impl<M: ManageConnection> Room<M> {
    /// For room that has just been counted.
    pub(super) fn new(shared: &Arc<Shared<M>>) -> Self {
        Self { shared: Arc::clone(shared), used: false, stage: Stage::Connecting }
    }

    pub(super) fn fill(mut self, connection: M::Connection) -> Guard<M> {
        self.used = true;
        let mut state = self.shared.state();
        state.connecting -= 1;
        state.held += 1;
        state.counters.opened += 1;
        drop(state);
        Guard::new(&self.shared, Kept::new(connection))
    }
}

impl<M: ManageConnection> Drop for Room<M> {
    fn drop(&mut self) {
        if !self.used {
            let fate = self.shared.fate_after(self.stage);
            self.shared.free_as(fate, |state| state.connecting -= 1);
        }
    }
}

/// One connection in use.
pub(crate) struct Guard<M: ManageConnection> {
    shared: Arc<Shared<M>>,
    connection: Option<Kept<M::Connection>>,
    stage: Stage,
    /// Set only by mistake: what was known of the pool's end before the connection came back.
    closed_early: Option<bool>,
}

impl<M: ManageConnection> Guard<M> {
    /// For a connection that has just been counted as held.
    pub(super) fn new(shared: &Arc<Shared<M>>, mut connection: Kept<M::Connection>) -> Self {
        shared.deviation.lent(&mut connection);
        let shared = Arc::clone(shared);
        Self { shared, connection: Some(connection), stage: Stage::Lent, closed_early: None }
    }

    pub(super) fn is_from(&self, shared: &Arc<Shared<M>>) -> bool {
        Arc::ptr_eq(&self.shared, shared)
    }

    /// Whether it is not checked, since it was opened or came back a moment ago.
    pub(super) fn is_recent(&self) -> bool {
        let Self { shared, connection, .. } = self;
        shared.policy.check == Check::UnlessRecent
            && connection.as_ref().is_some_and(|kept| shared.deviation.is_recent(kept.dates()))
    }

    pub(super) fn is_stale(&self) -> bool {
        let Self { shared, connection, .. } = self;
        connection.as_ref().is_some_and(|kept| shared.deviation.is_stale(kept.dates(), &shared.config))
    }

    pub(super) fn release(mut self) {
        self.stage = Stage::Released;
    }

    /// Ends the connection; dropping what is left frees its place.
    pub(super) fn discard(mut self) -> Self {
        if let Some(connection) = self.connection.take() {
            self.shared.end_quietly(connection);
        }
        self
    }

    pub(crate) fn detach(mut self) -> M::Connection {
        self.stage = Stage::Detached;
        self.connection.take().expect("a guard in use has a connection").into_sole()
    }

    /// The same, since its holder wants it ended.
    pub(super) fn discard_for_holder(mut self) {
        self.stage = Stage::Discarded;
        drop(self.discard());
    }

    /// Ends the connection because the pool has closed.
    pub(super) fn refuse(mut self) {
        if self.shared.deviation.keeps(Returned::Opened, true) {
            self.closed_early = Some(false);
        }
    }

    /// A mistake: what is true now need not be true when the connection becomes idle.
    fn ask_early(&mut self) {
        if self.closed_early.is_none() && self.shared.deviation.asks_closed_early() {
            self.closed_early = Some(self.shared.state().closed);
        }
    }

    /// Makes the connection idle, unless the pool has closed. Returns it if it did not.
    fn park(&self, connection: Kept<M::Connection>, fate: Fate) -> Option<Kept<M::Connection>> {
        self.shared.free(fate, |state| {
            let closed = self.closed_early.unwrap_or(state.closed);
            let surplus = state.taken() > state.max_size && self.shared.deviation.shrinks();
            if surplus || !self.shared.deviation.keeps(Returned::Lent, closed) {
                return Some(connection);
            }
            state.count_out();
            state.idle.push_back(connection);
            None
        })
    }
}

impl<M: ManageConnection> Drop for Guard<M> {
    fn drop(&mut self) {
        self.ask_early();
        let (manager, deviation) = (&self.shared.manager, &*self.shared.deviation);
        let mut returned = self.connection.take();
        let early =
            if deviation.looks_for_waiter_early() { self.shared.state().waiters.take_one() } else { None };
        let broken = returned.as_mut().is_some_and(|connection| is_broken(manager, deviation, connection));
        let fate = self.shared.fate_after(if broken { Stage::Broken } else { self.stage });
        let fate = if deviation.looks_for_waiter_early() && !broken { Fate::Silent } else { fate };
        let _woken_last = early.map(WokenLast);
        if broken && deviation.frees_place_before_end() {
            self.shared.free_as(fate, State::count_out);
            return returned.into_iter().for_each(|connection| self.shared.end_quietly(connection));
        }
        if let Some(connection) = returned {
            let of_use = !broken && !matches!(fate, Fate::Counted | Fate::Lost);
            match if of_use { self.park(connection, fate) } else { Some(connection) } {
                // Ended before its place is free.
                Some(connection) => self.shared.end_quietly(connection),
                None => return,
            }
        }
        self.shared.free_as(fate, State::count_out);
    }
}

/// A mistake: a waiter that was chosen before there was anything for it.
struct WokenLast(Waker);

impl Drop for WokenLast {
    fn drop(&mut self) {
        self.0.wake_by_ref();
    }
}

impl<M: ManageConnection> Deref for Guard<M> {
    type Target = M::Connection;

    fn deref(&self) -> &M::Connection {
        self.connection.as_ref().expect("a guard in use has a connection")
    }
}

impl<M: ManageConnection> DerefMut for Guard<M> {
    fn deref_mut(&mut self) -> &mut M::Connection {
        self.connection.as_mut().expect("a guard in use has a connection")
    }
}
