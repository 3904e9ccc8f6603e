//! The guard, and the ways back from it.

use std::{
    ops::{Deref, DerefMut},
    sync::Arc,
    thread,
};

use pool_protocol::ManageConnection;
use tokio::runtime::Handle;

use super::{
    super::{
        common::{dawdle, drop_quietly, is_broken},
        kept::{self, Kept},
        mistake::Mistake,
        policy::{Check, Release},
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
    /// Set while the connection is being checked.
    pub(super) doubtful: bool,
}

impl<M: ManageConnection> Guard<M> {
    pub(super) fn new(
        shared: &Arc<Shared<M>>,
        mut connection: Kept<M::Connection>,
        permit: Permit<M>,
    ) -> Self {
        shared.state().held += 1;
        if shared.mistake == Mistake::CloseEndsHeld {
            let twin = connection.twin();
            shared.state().odds.lent.push(twin);
        }
        let (connection, permit) = (Some(connection), Some(permit));
        Self { shared: Arc::clone(shared), connection, permit, returning: false, doubtful: false }
    }

    pub(super) fn is_from(&self, shared: &Arc<Shared<M>>) -> bool {
        Arc::ptr_eq(&self.shared, shared)
    }

    fn count_out(&self) {
        let mut state = self.shared.state();
        state.held = state.held.saturating_sub(1);
    }

    /// Whether the connection still counts. It does not if `close`, by mistake, has got at it.
    fn counts(&self, connection: &Kept<M::Connection>) -> bool {
        if self.shared.mistake != Mistake::CloseEndsHeld {
            return true;
        }
        let lent = &mut self.shared.state().odds.lent;
        let before = lent.len();
        lent.retain(|lent| !lent.is_twin_of(connection));
        lent.len() < before
    }

    /// A mistake: a connection that was left in the list is of no use there any more.
    fn unlist(&self, connection: &Kept<M::Connection>) {
        if self.shared.mistake == Mistake::LendsTwice && connection.has_twin() {
            let mut state = self.shared.state();
            state.odds.peeked -= 1;
            state.idle.retain(|idle| !idle.is_twin_of(connection));
        }
    }

    /// Ends the connection and leaves the right to another one.
    pub(super) async fn end(mut self) -> Permit<M> {
        let counts = self.connection.as_ref().is_none_or(|connection| self.counts(connection));
        if let Some(connection) = self.connection.take() {
            self.unlist(&connection);
            let _ = kept::end(&self.shared.manager, connection).await;
        }
        if counts {
            self.count_out();
        }
        self.permit.take().expect("a guard that counts has a permit")
    }

    pub(super) async fn release(mut self) {
        self.returning = true;
        if self.shared.mistake == Mistake::ReleaseFreesTwice {
            self.shared.permits.add_permits(1);
        }
        match (self.shared.policy.release, self.shared.mistake) {
            (_, Mistake::AwaitedReleaseParks) => self.check_and_park().await,
            (Release::Inline, _) => drop(self),
            (Release::Awaited | Release::Spawned, _) => self.give_back().await,
        }
    }

    /// Checks what came back, and ends it properly if it is of no more use. The drop does the rest.
    async fn give_back(mut self) {
        let shared = Arc::clone(&self.shared);
        let sound = !is_broken(&shared.manager, &mut self)
            && (shared.policy.check != Check::OnReturn || shared.manager.is_valid(&mut self).await.is_ok());
        if !sound || shared.state().closed {
            drop(self.end().await);
        }
    }

    /// A mistake: what was true before the check need not be true after it.
    async fn check_and_park(mut self) {
        let shared = Arc::clone(&self.shared);
        let closed = shared.state().closed;
        if shared.manager.is_valid(&mut self).await.is_ok() && !closed {
            self.park();
        }
    }

    /// A mistake: makes the connection idle, whatever the state of the pool.
    pub(super) fn park(mut self) {
        self.count_out();
        self.shared.state().idle.extend(self.connection.take());
        self.permit = None;
    }

    /// Whether a task does the rest.
    fn handed_to_task(&mut self) -> bool {
        if self.returning || self.connection.is_none() || self.shared.policy.release != Release::Spawned {
            return false;
        }
        let Ok(runtime) = Handle::try_current() else { return false };
        let (connection, permit) = (self.connection.take(), self.permit.take());
        let rest =
            Self { shared: Arc::clone(&self.shared), connection, permit, returning: true, doubtful: false };
        if self.shared.mistake == Mistake::LastLookBeforeTheFlag {
            runtime.spawn(async { rest.hand_in() });
        } else {
            runtime.spawn(rest.give_back());
        }
        true
    }

    /// A mistake: what is handed in after the last look, and before the flag is down, nobody returns.
    fn hand_in(self) {
        let shared = Arc::clone(&self.shared);
        let others = {
            let odds = &mut shared.state().odds;
            odds.handed_in.push(self);
            std::mem::replace(&mut odds.returning, true)
        };
        if !others {
            while let Some(guard) = shared.take_handed_in() {
                drop(guard);
            }
            dawdle();
            shared.state().odds.returning = false;
        }
    }

    /// Whether a mistake costs the pool this permit.
    fn loses_permit(&self, broken: bool) -> bool {
        match self.shared.mistake {
            Mistake::DropWithoutReleaseLoses => !self.returning,
            Mistake::UnwindingKeepsPlace => thread::panicking(),
            Mistake::CancelledCheckStaysCounted => self.doubtful,
            Mistake::BrokenKeepsPlace => broken,
            Mistake::SignalsOnlyFirstReturn => !self.shared.state().idle.is_empty(),
            _ => false,
        }
    }

    /// Whether a mistake leaves this guard counted.
    fn stays_counted(&self, broken: bool) -> bool {
        match self.shared.mistake {
            Mistake::CancelledCheckStaysCounted => self.doubtful,
            Mistake::BrokenStaysCounted => broken,
            _ => false,
        }
    }
}

impl<M: ManageConnection> Drop for Guard<M> {
    fn drop(&mut self) {
        if self.permit.is_none() || self.handed_to_task() {
            return;
        }
        // A connection ends before others learn of the free place.
        let mut permit = self.permit.take();
        let mut returned = self.connection.take();
        let counts = returned.as_ref().is_none_or(|connection| self.counts(connection));
        let state = (self.shared.mistake == Mistake::AsksUnderLock).then(|| self.shared.state());
        let broken = returned.as_mut().is_some_and(|connection| is_broken(&self.shared.manager, connection));
        drop(state);
        if let Some(permit) = &mut permit {
            permit.lost = self.loses_permit(broken);
        }
        if self.shared.mistake == Mistake::OrphanGuardPanics && !thread::panicking() {
            assert!(!self.shared.state().odds.orphaned, "the pool of this guard is gone");
        }
        if self.shared.mistake == Mistake::ReleaseChecksThenParks && !broken && !self.shared.state().closed {
            dawdle();
            self.shared.state().idle.extend(returned.take());
        }
        if broken && let Some(connection) = &returned {
            self.unlist(connection);
        }
        let mut state = self.shared.state();
        if !state.closed || self.shared.mistake == Mistake::ReleaseAfterCloseParks {
            match self.shared.mistake {
                Mistake::LendsTwice if !broken && returned.as_ref().is_some_and(Kept::has_twin) => {
                    state.odds.peeked -= 1;
                }
                Mistake::BrokenBuriedAlive if broken => state.odds.graveyard.extend(returned.take()),
                Mistake::CancelledCheckStaysCounted if self.doubtful => {}
                _ if broken => {}
                _ => state.idle.extend(returned.take()),
            }
        }
        if counts && !self.stays_counted(broken) {
            state.held = state.held.saturating_sub(1);
        }
        let state = (self.shared.mistake == Mistake::DropsUnderLock).then_some(state);
        drop_quietly(returned);
        drop(state);
        drop(permit);
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
