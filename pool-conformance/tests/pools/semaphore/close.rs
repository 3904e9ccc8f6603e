//! The end of a pool.

use pool_protocol::ManageConnection;

use super::{
    super::{
        common,
        deviation::{AfterFailure, Foreign},
        kept::{self, Kept},
        policy::CloseMode,
    },
    shared::Shared,
};

impl<M: ManageConnection> Shared<M> {
    /// Several may close at once: each returns when all of it is done, and each goes on where a cancelled one stopped.
    pub(super) async fn close(&self) {
        self.refuse();
        let _turn = self.closing.lock().await;
        if self.deviation.holds_lock_during(Foreign::DropAll) {
            self.state().idle.drain(..).for_each(common::drop_quietly);
        }
        while let Some(connection) = self.last_idle() {
            let result = kept::end(&self.manager, connection).await;
            if result.is_err() && self.deviation.after_failed_ending() == AfterFailure::Stops {
                break;
            }
        }
        if self.policy.close == CloseMode::Wait {
            self.until_all_are_home().await;
        }
    }

    fn last_idle(&self) -> Option<Kept<M::Connection>> {
        if self.deviation.ends_idle(true) { self.state().idle.pop_back() } else { None }
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
