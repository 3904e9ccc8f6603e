//! A place in the pool while somebody has it, and the guard around it.

use std::{
    mem,
    ops::{Deref, DerefMut},
    sync::Arc,
};

use pool_protocol::ManageConnection;

use super::{
    super::{
        deviation::{Fate, Stage},
        kept::{self, Kept},
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
    /// How far the use of the place has come.
    pub(super) stage: Stage,
}

impl<M: ManageConnection> Lease<M> {
    pub(super) fn new(shared: &Arc<Shared<M>>, connection: Option<Kept<M::Connection>>) -> Self {
        let open = connection.is_some();
        Self { shared: Arc::clone(shared), connection, open, stage: Stage::Offered }
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
        let stage = mem::replace(&mut self.stage, Stage::Ending);
        let result = match self.connection.take() {
            Some(connection) => kept::end(&self.shared.manager, connection).await,
            None => Ok(()),
        };
        self.stage = stage;
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
        let doubtful = self.stage == Stage::Checking;
        let discard = doubtful && self.shared.policy.cancelled_check == CancelledCheck::Discard;
        !discard && self.connection.as_mut().is_some_and(|connection| !self.shared.is_broken(connection))
    }
}

impl<M: ManageConnection> Drop for Lease<M> {
    fn drop(&mut self) {
        let sound = self.is_of_use();
        let broken = self.open && !sound && self.stage != Stage::Ending;
        let fate = self.shared.fate_after(if broken { Stage::Broken } else { self.stage });
        match self.connection.take() {
            Some(connection) if sound && matches!(fate, Fate::Free | Fate::Twice) => {
                self.shared.give(Offer::Connection(connection));
                if fate == Fate::Twice {
                    self.shared.give(Offer::Place);
                }
                return;
            }
            Some(connection) if self.shared.deviation.frees_place_before_end() => {
                self.uncount();
                self.shared.give(Offer::Place);
                return self.shared.end_quietly(connection);
            }
            // Ended before anybody can open another.
            Some(connection) => self.shared.end_quietly(connection),
            None => {}
        }
        if fate != Fate::Counted {
            self.uncount();
        }
        match fate {
            Fate::Free | Fate::Counted => self.shared.give(Offer::Place),
            Fate::Twice => (0..2).for_each(|_| self.shared.give(Offer::Place)),
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

    pub(crate) fn detach(mut self) -> M::Connection {
        let connection = self.0.connection.take().expect("a guard has a connection");
        self.0.uncount();
        self.0.stage = Stage::Detached;
        connection.into_sole()
    }

    pub(super) async fn discard(mut self) {
        self.0.stage = Stage::Discarded;
        self.end().await;
    }

    pub(super) async fn release(mut self) {
        self.0.stage = Stage::Released;
        let of_use = self.0.is_of_use() && !self.0.shared.state().closed;
        if self.0.shared.policy.release == Release::Awaited && !of_use {
            self.end().await;
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
