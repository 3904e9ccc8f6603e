//! The end of connections, and of the task.

use pool_protocol::{ManageConnection, PoolError};
use tokio::sync::oneshot;

use super::{
    super::{
        kept::{self, Kept},
        policy::CloseMode,
    },
    task::Actor,
};

impl<M: ManageConnection> Actor<M> {
    /// Ends a connection that no longer counts.
    pub(super) fn end(&mut self, connection: Kept<M::Connection>) {
        let shared = self.shared.clone();
        self.endings.spawn(async move {
            let _ = kept::end(&shared.manager, connection).await;
        });
    }

    pub(super) fn close(&mut self, reply: oneshot::Sender<()>) {
        self.closed = true;
        self.closers.push(reply);
        self.refuse_waiters(|| PoolError::Closed);
        self.inits.drain(..).for_each(|init| drop(init.send(Err(PoolError::Closed))));
        self.connects.abort_all();
        self.fills.abort_all();
        self.end_idle();
    }

    pub(super) fn end_idle(&mut self) {
        self.shared.numbers().idle -= self.idle.len();
        while let Some(connection) = self.idle.pop_front() {
            self.end(connection);
        }
    }

    pub(super) fn is_done(&mut self) -> bool {
        let opening = !self.connects.is_empty() || !self.fills.is_empty();
        let waiting = self.shared.policy.close == CloseMode::Wait && self.lent > 0;
        self.abandoned || (self.closed && !opening && !waiting && self.endings.is_empty())
    }

    /// Whoever still asks finds the pool closed; what still comes back ends.
    pub(super) fn finish(&mut self) {
        self.inbox.close();
        while let Ok(message) = self.inbox.try_recv() {
            drop(message);
        }
        self.answer_closers();
    }

    fn answer_closers(&mut self) {
        for closer in self.closers.drain(..) {
            // Whoever has gone does not need to know.
            let _ = closer.send(());
        }
    }
}
