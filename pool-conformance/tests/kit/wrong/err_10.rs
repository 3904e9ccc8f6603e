//! Wrong pools for ERR-10.

use tokio::sync::Notify;

use super::prelude::*;

pub(super) const RULE: &str = "ERR-10";

pub(super) const WRONG: &[WrongPool] =
    &[WrongPool::new("failed-connect-fails-all", &[Semaphore, Actor], Mistake::of::<FailsAll>())
        .says("Everybody who waits fails when a connect does.")];

#[derive(Default)]
struct FailsAll {
    failed: Notify,
}

#[async_trait]
impl Deviation for FailsAll {
    async fn acquire(&self, honest: Call<'_>) -> Result<(), PoolError> {
        let failed = self.failed.notified();
        tokio::select! {
            biased;
            done = honest => {
                if matches!(done, Err(PoolError::Connect(_))) {
                    self.failed.notify_waiters();
                }
                done
            }
            () = failed => Err(PoolError::Connect("the server is down".into())),
        }
    }
}
