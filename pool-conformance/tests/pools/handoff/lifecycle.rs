//! The end of a pool.

use std::{sync::Arc, task::Waker};

use pool_protocol::ManageConnection;

use super::{
    super::{deviation::AfterFailure, policy::CloseMode},
    lease::Lease,
    shared::Shared,
    slot::Offer,
};

impl<M: ManageConnection> Shared<M> {
    /// From now on nobody gets a connection, and nobody waits for one.
    pub(super) fn refuse(&self) {
        let mut state = self.state();
        state.closed = true;
        let waiters = std::mem::take(&mut state.waiters);
        drop(state);
        self.refused.notify_waiters();
        let told = waiters.iter().take(self.deviation.waiters_told(waiters.len()));
        told.filter_map(|slot| slot.fill(Offer::Closed)).for_each(Waker::wake);
    }

    pub(super) async fn until_closed(&self) {
        let refused = self.refused.notified();
        if !self.state().closed {
            refused.await;
        }
    }

    /// Several may close at once: each returns when all of it is done, and each goes on where a cancelled one stopped.
    pub(super) async fn close(self: &Arc<Self>) {
        self.end_idle(false).await;
        self.refuse();
        let _turn = self.closing.lock().await;
        self.end_idle(true).await;
        if self.policy.close == CloseMode::Wait {
            self.until_empty().await;
        }
    }

    /// Ends what is idle now, if this is the time to do so.
    async fn end_idle(self: &Arc<Self>, refused: bool) {
        if !self.deviation.ends_idle(refused) {
            return;
        }
        let count = self.state().idle.len();
        for _ in 0..count {
            let Some(mut ending) = self.last_idle() else { return };
            let result = ending.end().await;
            if result.is_err() && self.deviation.after_failed_ending() == AfterFailure::Stops {
                return;
            }
        }
    }

    fn last_idle(self: &Arc<Self>) -> Option<Lease<M>> {
        let idle = self.state().idle.pop_back()?;
        Some(Lease::new(self, Some(idle)))
    }

    async fn until_empty(&self) {
        loop {
            let empty = self.empty.notified();
            if self.state().places == 0 {
                return;
            }
            empty.await;
        }
    }
}
