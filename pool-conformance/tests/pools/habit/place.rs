//! The right to one connection, taken while it is opened, used or ended.

use std::{
    panic::{self, AssertUnwindSafe},
    sync::Arc,
};

use pool_protocol::ManageConnection;

use super::{super::common::drop_quietly, Slip, shared::Shared};

/// A place that is counted as taken until it is dropped.
pub(super) struct Place<M: ManageConnection> {
    shared: Arc<Shared<M>>,
    lent: bool,
    counted: bool,
}

impl<M: ManageConnection> Place<M> {
    /// For a place that has just been counted.
    pub(super) fn new(shared: &Arc<Shared<M>>) -> Self {
        Self { shared: Arc::clone(shared), lent: false, counted: true }
    }

    /// A mistake: a place that nobody has counted.
    pub(super) fn uncounted(shared: &Arc<Shared<M>>) -> Self {
        Self { shared: Arc::clone(shared), lent: false, counted: false }
    }

    pub(super) fn shared(&self) -> &Arc<Shared<M>> {
        &self.shared
    }

    pub(super) fn lend(&mut self) {
        self.lent = true;
        self.shared.state().held += 1;
    }

    /// How many places this was; it is none any more.
    pub(super) fn uncount(&mut self) -> usize {
        usize::from(std::mem::take(&mut self.counted))
    }

    /// Forgets the place, which stays taken.
    pub(super) fn lose(mut self) {
        self.uncount();
    }

    /// What was lent becomes idle, or is ended if it is of no more use.
    pub(super) fn give_back(&mut self, mut connection: M::Connection, spoiled: bool) {
        let asked = AssertUnwindSafe(|| self.shared.manager.has_broken(&mut connection));
        if spoiled || panic::catch_unwind(asked).unwrap_or(true) {
            drop_quietly(connection);
            return;
        }
        let mut state = self.shared.state();
        if state.closed {
            drop(state);
            drop_quietly(connection);
            return;
        }
        state.busy -= usize::from(std::mem::take(&mut self.counted));
        state.held -= usize::from(std::mem::take(&mut self.lent));
        state.idle.push(connection);
        drop(state);
        self.shared.tell();
    }

    /// Whether a mistake loses the place of a connect that is given up.
    pub(super) fn is_lost_when_given_up(&self) -> bool {
        self.shared.subject.slip == Some(Slip::LosesPlace)
    }
}

impl<M: ManageConnection> Drop for Place<M> {
    fn drop(&mut self) {
        if !self.counted && !self.lent {
            return;
        }
        let mut state = self.shared.state();
        state.busy -= usize::from(self.counted);
        state.held -= usize::from(self.lent);
        drop(state);
        self.shared.tell();
    }
}
