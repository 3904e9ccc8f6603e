//! The end of a pool.

use pool_protocol::ManageConnection;

use super::{
    super::{
        kept::{self, Kept},
        mistake::Mistake,
        policy::CloseMode,
    },
    shared::Shared,
};

impl<M: ManageConnection> Shared<M> {
    /// Several may close at once: each returns when all of it is done, and each goes on where a cancelled one stopped.
    pub(super) async fn close(&self) {
        self.refuse();
        let turn = self.closing.lock().await;
        if self.mistake == Mistake::SecondCloseHangs {
            std::mem::forget(turn);
        }
        if self.mistake == Mistake::CloseEndsHeld {
            self.end_lent().await;
        }
        while let Some(connection) = self.last_idle() {
            let result = kept::end(&self.manager, connection).await;
            if result.is_err() && self.mistake == Mistake::CloseStopsAtFailure {
                break;
            }
        }
        if self.policy.close == CloseMode::Wait {
            self.until_all_are_home().await;
        }
    }

    fn last_idle(&self) -> Option<Kept<M::Connection>> {
        if self.mistake == Mistake::CloseKeepsIdle { None } else { self.state().idle.pop_back() }
    }

    async fn until_all_are_home(&self) {
        loop {
            let home = self.home.notified();
            if self.permits_out() == 0 {
                return;
            }
            home.await;
        }
    }
}
