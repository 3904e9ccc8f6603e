//! A place in the pool while somebody has it, and the guard around it.

use std::{
    ops::{Deref, DerefMut},
    sync::Arc,
    thread,
};

use pool_protocol::ManageConnection;

use super::{
    super::{
        common::{drop_quietly, is_broken},
        kept::{self, Kept},
        mistake::Mistake,
        policy::{CancelledCheck, Release},
    },
    shared::Shared,
    slot::Offer,
};

/// One place, perhaps with a connection in it. Dropping it gives on what is there.
pub(super) struct Lease<M: ManageConnection> {
    pub(super) shared: Arc<Shared<M>>,
    pub(super) connection: Option<Kept<M::Connection>>,
    /// Whether the pool still counts a connection here.
    open: bool,
    /// Whether the connection is being checked.
    pub(super) doubtful: bool,
    /// Set only by mistake: what becomes of the place when this is dropped.
    pub(super) fate: Fate,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Given,
    /// A mistake: free, and nobody is told.
    Silent,
    /// A mistake: taken for ever.
    Lost,
}

impl<M: ManageConnection> Lease<M> {
    pub(super) fn new(shared: &Arc<Shared<M>>, connection: Option<Kept<M::Connection>>) -> Self {
        let open = connection.is_some();
        Self { shared: Arc::clone(shared), connection, open, doubtful: false, fate: Fate::Given }
    }

    /// Fills the place.
    pub(super) fn opened(&mut self, connection: M::Connection) {
        self.connection = Some(Kept::new(connection));
        self.open = true;
        self.shared.state().open += 1;
    }

    /// Fills the place with a connection that the pool counts already, and leaves that one's own place free.
    pub(super) fn swap(&mut self, connection: Kept<M::Connection>) {
        self.connection = Some(connection);
        self.open = true;
        self.shared.give(Offer::Place);
    }

    /// A mistake: makes the connection idle, whatever the state of the pool.
    pub(super) fn park(&mut self) {
        self.open = false;
        self.shared.state().idle.extend(self.connection.take());
    }

    /// Ends the connection and keeps the place.
    pub(super) async fn end(&mut self) -> Result<(), M::Error> {
        let result = match self.connection.take() {
            Some(connection) => kept::end(&self.shared.manager, connection).await,
            None => Ok(()),
        };
        self.uncount();
        result
    }

    fn uncount(&mut self) {
        if self.open {
            self.open = false;
            self.shared.state().uncount();
        }
    }

    fn is_of_use(&mut self) -> bool {
        let _state = (self.shared.mistake == Mistake::AsksUnderLock).then(|| self.shared.state());
        let discard = self.doubtful && self.shared.policy.cancelled_check == CancelledCheck::Discard;
        !discard
            && self.connection.as_mut().is_some_and(|connection| !is_broken(&self.shared.manager, connection))
    }

    /// What a mistake makes of the place.
    fn fate(&self, broken: bool) -> Fate {
        match self.shared.mistake {
            Mistake::UnwindingKeepsPlace if thread::panicking() && self.open => Fate::Lost,
            Mistake::PanickedConnectKeepsPlace if thread::panicking() && !self.open => Fate::Lost,
            Mistake::BrokenKeepsPlace if broken => Fate::Lost,
            Mistake::BrokenWakesNobody if broken => Fate::Silent,
            _ => self.fate,
        }
    }

    /// A mistake: what is broken gets a place that is not the right one.
    fn misplace(&mut self) {
        let Some(mut connection) = self.connection.take() else { return };
        match self.shared.mistake {
            Mistake::BrokenBuriedAlive => self.shared.state().odds.graveyard.push(connection),
            Mistake::BrokenStaysIdle => {
                connection.twin().bury();
                self.connection = Some(connection);
            }
            _ => self.connection = Some(connection),
        }
    }
}

impl<M: ManageConnection> Drop for Lease<M> {
    fn drop(&mut self) {
        if self.shared.mistake == Mistake::OrphanGuardPanics && self.open && !thread::panicking() {
            assert!(!self.shared.state().odds.orphaned, "the pool of this guard is gone");
        }
        let sound = self.is_of_use();
        let fate = self.fate(self.open && !sound);
        if !sound {
            self.misplace();
        }
        let stays = sound || self.shared.mistake == Mistake::BrokenStaysIdle;
        let connection = self.connection.take();
        if stays
            && fate == Fate::Given
            && let Some(connection) = connection
        {
            return self.shared.give(Offer::Connection(connection));
        }
        // Ended before anybody can open another.
        drop_quietly(connection);
        self.uncount();
        match fate {
            Fate::Given => self.shared.give(Offer::Place),
            Fate::Silent => self.shared.state().vacate(),
            Fate::Lost => {}
        }
    }
}

/// One connection in use.
pub(crate) struct Guard<M: ManageConnection>(pub(super) Lease<M>);

impl<M: ManageConnection> Guard<M> {
    pub(super) fn is_from(&self, shared: &Arc<Shared<M>>) -> bool {
        Arc::ptr_eq(&self.0.shared, shared)
    }

    pub(super) async fn end(mut self) {
        let _ = self.0.end().await;
    }

    pub(super) async fn release(mut self) {
        let shared = Arc::clone(&self.0.shared);
        let of_use = !is_broken(&shared.manager, &mut self) && !shared.state().closed;
        if shared.policy.release == Release::Awaited && !of_use {
            self.end().await;
        }
        if shared.mistake == Mistake::ReleaseFreesTwice {
            shared.give(Offer::Place);
        }
    }
}

impl<M: ManageConnection> Deref for Guard<M> {
    type Target = M::Connection;

    fn deref(&self) -> &M::Connection {
        self.0.connection.as_ref().expect("a guard has a connection")
    }
}

impl<M: ManageConnection> DerefMut for Guard<M> {
    fn deref_mut(&mut self) -> &mut M::Connection {
        self.0.connection.as_mut().expect("a guard has a connection")
    }
}
