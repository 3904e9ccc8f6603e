//! The guard, and the ways back from it.

use std::{
    ops::{Deref, DerefMut},
    sync::Arc,
};

use pool_protocol::ManageConnection;
use tokio::runtime::Handle;

use super::{
    super::{
        common::unhealthy,
        deviation::{Fate, Foreign, Phase, Returned, Stage},
        kept::{self, Kept},
        policy::{CancelledCheck, Check, Release},
    },
    permit::Permit,
    shared::Shared,
};

/// One connection in use.
pub(crate) struct Guard<M: ManageConnection> {
    shared: Arc<Shared<M>>,
    connection: Option<Kept<M::Connection>>,
    /// Taken when the guard no longer counts.
    permit: Option<Permit<M>>,
    /// Set when the connection is on its way back already.
    returning: bool,
    /// Set only by mistake: what was known of the pool's end before the connection came back.
    closed_early: Option<bool>,
}

impl<M: ManageConnection> Guard<M> {
    pub(super) fn new(
        shared: &Arc<Shared<M>>,
        mut connection: Kept<M::Connection>,
        mut permit: Permit<M>,
    ) -> Self {
        shared.state().held += 1;
        shared.deviation.lent(&mut connection);
        permit.stage = Stage::Lent;
        let (connection, permit) = (Some(connection), Some(permit));
        Self { shared: Arc::clone(shared), connection, permit, returning: false, closed_early: None }
    }

    pub(super) fn is_from(&self, shared: &Arc<Shared<M>>) -> bool {
        Arc::ptr_eq(&self.shared, shared)
    }

    /// Whether a check was given up half-way, and this pool trusts nothing after that.
    fn is_doubtful(&self) -> bool {
        let checking = self.permit.as_ref().is_some_and(|permit| permit.stage == Stage::Checking);
        checking && self.shared.policy.cancelled_check == CancelledCheck::Discard
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

    pub(super) fn reaches(&mut self, stage: Stage) {
        if let Some(permit) = &mut self.permit {
            permit.stage = stage;
        }
    }

    /// Ends the connection and leaves the right to another one.
    pub(super) async fn end(mut self) -> Permit<M> {
        if let Some(connection) = self.connection.take() {
            let stage = self.permit.as_ref().map(|permit| permit.stage);
            self.reaches(Stage::Ending);
            let _ = kept::end(&self.shared.manager, connection).await;
            if let Some(stage) = stage {
                self.reaches(stage);
            }
        }
        self.shared.state().count_out();
        self.permit.take().expect("a guard that counts has a permit")
    }

    pub(crate) fn detach(mut self) -> M::Connection {
        let connection = self.connection.take().expect("a guard in use has a connection");
        self.shared.state().count_out();
        if let Some(mut permit) = self.permit.take() {
            permit.stage = Stage::Detached;
        }
        connection.into_sole()
    }

    pub(super) async fn discard(self) {
        let mut permit = self.end().await;
        permit.stage = Stage::Discarded;
    }

    pub(super) async fn release(mut self) {
        self.returning = true;
        self.reaches(Stage::Released);
        match self.shared.policy.release {
            Release::Inline => drop(self),
            Release::Awaited | Release::Spawned | Release::SpawnedAlways => self.give_back().await,
        }
    }

    /// Checks what came back, and ends it properly if it is of no more use. The drop does the rest.
    async fn give_back(mut self) {
        self.ask_early();
        let shared = Arc::clone(&self.shared);
        let sound = !self.is_doubtful()
            && self.connection.as_mut().is_some_and(|connection| !shared.is_broken(connection))
            && self.passes_its_check().await;
        if !sound || self.closed_early.unwrap_or_else(|| shared.state().closed) {
            drop(self.end().await);
        }
    }

    /// Where this pool checks what comes back. Nobody waits for the check, so it has the limit of an acquire; one that is given up
    /// half-way leaves the connection doubtful.
    async fn passes_its_check(&mut self) -> bool {
        let shared = Arc::clone(&self.shared);
        if shared.policy.check != Check::OnReturn {
            return true;
        }
        self.reaches(Stage::Checking);
        let check = async { shared.manager.is_valid(self).await.map_err(unhealthy) };
        let passed = shared.limit.over(Phase::Task, check).await.is_ok();
        self.reaches(Stage::Released);
        passed
    }

    /// Makes the connection idle, as if the pool were not closed.
    pub(super) fn park(mut self) {
        self.closed_early = Some(false);
    }

    /// A mistake: what is true now need not be true when the connection becomes idle.
    fn ask_early(&mut self) {
        if self.closed_early.is_none() && self.shared.deviation.asks_closed_early() {
            self.closed_early = Some(self.shared.state().closed);
        }
    }

    /// Whether a task does the rest.
    fn handed_to_task(&mut self) -> bool {
        if self.returning || self.connection.is_none() {
            return false;
        }
        let runtime = match (self.shared.policy.release, Handle::try_current()) {
            (Release::Spawned, Ok(runtime)) => runtime,
            (Release::SpawnedAlways, _) => Handle::current(),
            _ => return false,
        };
        let rest = Self {
            shared: Arc::clone(&self.shared),
            connection: self.connection.take(),
            permit: self.permit.take(),
            returning: true,
            closed_early: None,
        };
        runtime.spawn(rest.give_back());
        true
    }
}

impl<M: ManageConnection> Drop for Guard<M> {
    fn drop(&mut self) {
        if self.permit.is_none() || self.handed_to_task() {
            return;
        }
        let doubtful = self.is_doubtful();
        let Some(permit) = self.permit.take() else { return };
        self.ask_early();
        let shared = &self.shared;
        let mut returned = self.connection.take();
        let broken = doubtful || returned.as_mut().is_some_and(|connection| shared.is_broken(connection));
        let fate = shared.fate_after(if broken { Stage::Broken } else { permit.stage });
        let mut state = shared.state();
        let closed = self.closed_early.unwrap_or(state.closed);
        if fate != Fate::Counted {
            state.count_out();
            if !broken && shared.deviation.keeps(Returned::Lent, closed) {
                state.idle.extend(returned.take());
            }
        }
        let state = shared.deviation.holds_lock_during(Foreign::Drop).then_some(state);
        // A connection ends before others learn of the free place.
        if let Some(connection) = returned {
            shared.deviation.end(Box::new(connection.into_inner()), closed);
        }
        drop(state);
        permit.free(fate);
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
