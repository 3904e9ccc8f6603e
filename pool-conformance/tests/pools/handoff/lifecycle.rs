//! The end of a pool.

use std::sync::Arc;

use pool_protocol::ManageConnection;

use super::{
    super::{mistake::Mistake, policy::CloseMode},
    lease::Lease,
    shared::Shared,
    slot::Offer,
};

impl<M: ManageConnection> Shared<M> {
    /// From now on nobody gets a connection, and nobody waits for one.
    pub(super) fn refuse(&self) {
        let told = match self.mistake {
            Mistake::CloseForgetsWaiters => 0,
            Mistake::CloseTellsOneWaiter => 1,
            _ => usize::MAX,
        };
        let mut state = self.state();
        state.closed = true;
        let waiters = std::mem::take(&mut state.waiters);
        drop(state);
        self.refused.notify_waiters();
        for waker in waiters.iter().take(told).filter_map(|slot| slot.fill(Offer::Closed)) {
            waker.wake();
        }
    }

    pub(super) async fn until_closed(&self) {
        let refused = self.refused.notified();
        if !self.state().closed {
            refused.await;
        }
    }

    /// Several may close at once: each returns when all of it is done, and each goes on where a cancelled one stopped.
    pub(super) async fn close(self: &Arc<Self>) {
        if self.mistake == Mistake::ClosedFlagSetLast {
            self.end_what_is_idle_now().await;
        }
        self.refuse();
        if self.mistake == Mistake::OneCloserIsTold && self.closing.try_lock().is_err() {
            return self.empty.notified().await;
        }
        let _turn = self.closing.lock().await;
        while let Some(mut ending) = self.last_idle() {
            let result = ending.end().await;
            if result.is_err() && self.mistake == Mistake::CloseStopsAtFailure {
                break;
            }
        }
        if self.mistake == Mistake::OneCloserIsTold {
            self.empty.notify_one();
        }
        if self.policy.close == CloseMode::Wait {
            self.until_empty().await;
        }
    }

    fn last_idle(self: &Arc<Self>) -> Option<Lease<M>> {
        if matches!(self.mistake, Mistake::CloseKeepsIdle | Mistake::ClosedFlagSetLast) {
            return None;
        }
        let idle = self.state().idle.pop_back()?;
        Some(Lease::new(self, Some(idle)))
    }

    async fn end_what_is_idle_now(self: &Arc<Self>) {
        let idle = std::mem::take(&mut self.state().idle);
        for connection in idle {
            let _ = Lease::new(self, Some(connection)).end().await;
        }
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
