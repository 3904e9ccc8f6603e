//! Waiting for something to be free.

use std::sync::Arc;

use pool_protocol::ManageConnection;
use tokio::sync::{Notify, watch};

use super::{
    Habit, Slip,
    shared::{Shared, State},
};

/// An acquire that may have to wait: whoever is told and gives up passes it on.
pub(super) struct Waiter<M: ManageConnection> {
    shared: Arc<Shared<M>>,
    changes: watch::Receiver<()>,
    listed: Option<Arc<Notify>>,
}

impl<M: ManageConnection> Waiter<M> {
    pub(super) fn new(shared: &Arc<Shared<M>>) -> Self {
        Self { shared: Arc::clone(shared), changes: shared.changes.subscribe(), listed: None }
    }

    /// Puts the waiter into the list, from which it is taken when it is told.
    pub(super) fn enlist(&mut self, state: &mut State<M::Connection>) {
        if self.shared.subject.habit == Habit::Watch {
            return;
        }
        let notify = self.listed.get_or_insert_with(Arc::default);
        if !state.waiters.iter().any(|other| Arc::ptr_eq(other, notify)) {
            state.waiters.push(Arc::clone(notify));
        }
    }

    /// Until there may be something.
    pub(super) async fn told(&mut self) {
        match &self.listed {
            Some(notify) => notify.notified().await,
            None => drop(self.changes.changed().await),
        }
    }

    /// The waiter has found something, and needs nothing that it may have been told of.
    pub(super) fn leave(&mut self, state: &mut State<M::Connection>) {
        if let Some(notify) = self.listed.take() {
            state.waiters.retain(|other| !Arc::ptr_eq(other, &notify));
        }
    }
}

impl<M: ManageConnection> Drop for Waiter<M> {
    fn drop(&mut self) {
        let Some(notify) = self.listed.take() else { return };
        let mut state = self.shared.state();
        let before = state.waiters.len();
        state.waiters.retain(|other| !Arc::ptr_eq(other, &notify));
        let was_told = state.waiters.len() == before;
        drop(state);
        if was_told && self.shared.subject.slip != Some(Slip::PassesNothingOn) {
            self.shared.tell();
        }
    }
}
