//! The guard, and the claim to a connection that is not open yet.

use std::{
    ops::{Deref, DerefMut},
    sync::Arc,
    thread,
};

use pool_protocol::ManageConnection;

use super::{
    super::{
        common::{dawdle, drop_quietly, is_broken},
        kept::Kept,
        mistake::Mistake,
    },
    shared::{Shared, State},
};

/// Room for one connection while it is being opened.
pub(super) struct Room<M: ManageConnection> {
    shared: Arc<Shared<M>>,
    used: bool,
    pub(super) fate: Fate,
}

/// What becomes of room that was not used.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Free,
    /// A mistake: free, and nobody is told.
    Silent,
    /// A mistake: taken for ever.
    Lost,
}

impl<M: ManageConnection> Room<M> {
    /// For room that has just been counted.
    pub(super) fn new(shared: &Arc<Shared<M>>) -> Self {
        Self { shared: Arc::clone(shared), used: false, fate: Fate::Free }
    }

    pub(super) fn fill(mut self, connection: M::Connection) -> Guard<M> {
        self.used = true;
        let mut state = self.shared.state();
        state.connecting -= 1;
        state.held += 1;
        drop(state);
        Guard::new(&self.shared, Kept::new(connection))
    }
}

impl<M: ManageConnection> Drop for Room<M> {
    fn drop(&mut self) {
        let panicked = self.shared.mistake == Mistake::PanickedConnectKeepsPlace && thread::panicking();
        match self.fate {
            _ if self.used || panicked => {}
            Fate::Free => self.shared.free(|state| state.connecting -= 1),
            Fate::Silent => self.shared.state().connecting -= 1,
            Fate::Lost => {}
        }
    }
}

/// One connection in use.
pub(crate) struct Guard<M: ManageConnection> {
    shared: Arc<Shared<M>>,
    connection: Option<Kept<M::Connection>>,
}

impl<M: ManageConnection> Guard<M> {
    /// For a connection that has just been counted as held.
    pub(super) fn new(shared: &Arc<Shared<M>>, connection: Kept<M::Connection>) -> Self {
        Self { shared: Arc::clone(shared), connection: Some(connection) }
    }

    pub(super) fn is_from(&self, shared: &Arc<Shared<M>>) -> bool {
        Arc::ptr_eq(&self.shared, shared)
    }

    /// Ends the connection; dropping what is left frees its place.
    pub(super) fn discard(mut self) -> Self {
        if let Some(connection) = self.connection.take() {
            self.shared.state().unlist(&connection);
            drop_quietly(connection);
        }
        self
    }
}

impl<M: ManageConnection> Guard<M> {
    /// Ends the connection because the pool has closed.
    pub(super) fn refuse(mut self) {
        if self.shared.mistake == Mistake::LateConnectIsParked {
            let mut returned = self.connection.take();
            self.shared.free(|state| state.park(&mut returned, false));
            // Nothing is left that the drop could count.
            self.shared.state().held += 1;
        }
    }

    /// Makes the connection idle. Returns whether that was all.
    fn park(&self, returned: &mut Option<Kept<M::Connection>>) -> bool {
        let early = self.shared.state().closed;
        if self.shared.mistake == Mistake::ReleaseChecksThenParks {
            dawdle();
        }
        self.shared.free(|state| {
            let closed = match self.shared.mistake {
                Mistake::ReleaseAfterCloseParks => false,
                Mistake::ReleaseChecksThenParks => early,
                _ => state.closed,
            };
            state.park(returned, closed)
        })
    }

    /// What a mistake makes of a place that becomes free.
    fn fate(&self, broken: bool) -> Fate {
        match self.shared.mistake {
            Mistake::UnwindingKeepsPlace if thread::panicking() => Fate::Lost,
            Mistake::BrokenStaysCounted if broken => Fate::Lost,
            Mistake::BrokenWakesNobody if broken => Fate::Silent,
            _ => Fate::Free,
        }
    }
}

impl<M: ManageConnection> Drop for Guard<M> {
    fn drop(&mut self) {
        let mut returned = self.connection.take();
        let mut broken =
            returned.as_mut().is_some_and(|connection| is_broken(&self.shared.manager, connection));
        if let Some(connection) = &mut returned
            && self.shared.mistake == Mistake::BrokenStaysIdle
            && broken
        {
            connection.twin().bury();
            broken = false;
        }
        if broken && let Some(connection) = &returned {
            self.shared.state().unlist(connection);
        }
        let fate = self.fate(broken);
        if !broken && fate == Fate::Free && self.park(&mut returned) {
            return;
        }
        if self.shared.mistake == Mistake::LateReturnLeaks && self.shared.state().closed {
            std::mem::forget(returned.take());
        }
        // Ended before its place is free.
        let state = (self.shared.mistake == Mistake::DropsUnderLock).then(|| self.shared.state());
        drop_quietly(returned.take());
        drop(state);
        match fate {
            Fate::Free => self.shared.free(State::count_out),
            Fate::Silent => self.shared.state().count_out(),
            Fate::Lost => {}
        }
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
