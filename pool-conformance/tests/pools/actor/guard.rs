//! A connection on loan, and the guard around it.

use std::{
    ops::{Deref, DerefMut},
    sync::Arc,
};

use pool_protocol::ManageConnection;

use super::{
    super::{
        common::is_broken,
        deviation::{Cancelled, Fate, Stage},
        kept::Kept,
    },
    message::Message,
    shared::Shared,
};

/// A connection that counts as in use for as long as this exists, wherever it is lost.
pub(super) struct Loan<M: ManageConnection> {
    shared: Arc<Shared<M>>,
    connection: Option<Kept<M::Connection>>,
    pub(super) fresh: bool,
}

impl<M: ManageConnection> Loan<M> {
    /// Of a connection that nobody has used.
    pub(super) fn fresh(shared: &Arc<Shared<M>>, connection: Kept<M::Connection>) -> Self {
        shared.numbers().in_use += 1;
        Self { shared: Arc::clone(shared), connection: Some(connection), fresh: true }
    }

    /// Of a connection that has been idle.
    pub(super) fn idle(shared: &Arc<Shared<M>>, connection: Kept<M::Connection>) -> Self {
        shared.numbers().lent();
        Self { shared: Arc::clone(shared), connection: Some(connection), fresh: false }
    }

    /// The connection, which does not count any more.
    pub(super) fn leave(mut self) -> Kept<M::Connection> {
        let connection = self.connection.take().expect("a loan has a connection until it ends");
        self.shared.numbers().in_use -= 1;
        connection
    }

    /// The connection, which counts as idle from now on.
    pub(super) fn settle(mut self) -> Kept<M::Connection> {
        let connection = self.connection.take().expect("a loan has a connection until it ends");
        self.shared.numbers().returned();
        connection
    }
}

impl<M: ManageConnection> Drop for Loan<M> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            self.shared.end_quietly(connection);
            self.shared.numbers().in_use -= 1;
        }
    }
}

/// One connection in use. Dropping it, wherever it got to, sends the connection back.
pub(crate) struct Guard<M: ManageConnection> {
    loan: Option<Loan<M>>,
    stage: Stage,
}

impl<M: ManageConnection> Guard<M> {
    pub(super) fn new(loan: Loan<M>) -> Self {
        Self { loan: Some(loan), stage: Stage::Offered }
    }

    pub(super) fn claim(&mut self) {
        self.stage = Stage::Lent;
    }

    pub(super) fn release(mut self) {
        self.stage = Stage::Released;
    }

    pub(super) fn into_loan(mut self) -> Loan<M> {
        self.loan.take().expect("a guard has its loan until it is dropped")
    }

    /// What becomes of the place.
    fn fate(&self, broken: bool) -> Fate {
        let shared = self.shared();
        match self.stage {
            Stage::Offered if !shared.deviation.cleans_up(Cancelled::Chosen) => Fate::Lost,
            stage => shared.fate_after(if broken { Stage::Broken } else { stage }),
        }
    }

    fn is_broken(&mut self) -> bool {
        let Some(loan) = &mut self.loan else { return false };
        let shared = &loan.shared;
        loan.connection
            .as_mut()
            .is_some_and(|connection| is_broken(&shared.manager, &*shared.deviation, connection))
    }

    fn shared(&self) -> &Arc<Shared<M>> {
        &self.loan().shared
    }

    fn loan(&self) -> &Loan<M> {
        self.loan.as_ref().expect("a guard has its loan until it is dropped")
    }

    pub(super) fn is_stale(&self) -> bool {
        let Loan { shared, connection, .. } = self.loan();
        connection.as_ref().is_some_and(|kept| shared.deviation.is_stale(kept.dates(), &shared.config))
    }

    pub(super) fn is_fresh(&self) -> bool {
        self.loan().fresh
    }

    pub(super) fn is_from(&self, shared: &Arc<Shared<M>>) -> bool {
        Arc::ptr_eq(self.shared(), shared)
    }

    /// Ends the connection.
    pub(super) fn discard(self) {
        self.end(Fate::Free);
    }

    /// The same, since its holder wants it ended.
    pub(super) fn discard_for_holder(self) {
        let fate = self.shared().fate_after(Stage::Discarded);
        self.end(fate);
    }

    pub(crate) fn detach(self) -> M::Connection {
        let fate = self.shared().fate_after(Stage::Detached);
        let loan = self.into_loan();
        let shared = Arc::clone(&loan.shared);
        let connection = loan.leave();
        if fate != Fate::Lost {
            shared.tell(Message::Ended(fate));
        }
        connection.into_sole()
    }

    fn end(self, fate: Fate) {
        let loan = self.into_loan();
        let shared = Arc::clone(&loan.shared);
        drop(loan);
        if fate != Fate::Lost {
            shared.tell(Message::Ended(fate));
        }
    }
}

impl<M: ManageConnection> Drop for Guard<M> {
    fn drop(&mut self) {
        if self.loan.is_none() {
            return;
        }
        let broken = self.is_broken();
        let fate = self.fate(broken);
        let Some(loan) = self.loan.take() else { return };
        let shared = Arc::clone(&loan.shared);
        match fate {
            Fate::Lost => drop(loan),
            _ if broken => {
                drop(loan);
                shared.tell(Message::Ended(fate));
            }
            _ => drop(shared.tell(Message::Return(loan))),
        }
    }
}

impl<M: ManageConnection> Deref for Guard<M> {
    type Target = M::Connection;

    fn deref(&self) -> &M::Connection {
        self.loan().connection.as_ref().expect("a loan has a connection until it ends")
    }
}

impl<M: ManageConnection> DerefMut for Guard<M> {
    fn deref_mut(&mut self) -> &mut M::Connection {
        let loan = self.loan.as_mut().expect("a guard has its loan until it is dropped");
        loan.connection.as_mut().expect("a loan has a connection until it ends")
    }
}
