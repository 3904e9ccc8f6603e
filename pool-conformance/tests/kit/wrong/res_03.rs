//! Wrong pools for RES-03.

use std::time::Duration;

use tokio::time::sleep;

use super::prelude::*;

pub(super) const RULE: &str = "RES-03";

pub(super) const WRONG: &[WrongPool] =
    &[WrongPool::new("reaper-outlives-pool", &[Semaphore, Plain], Mistake::of::<ReaperOutlivesPool>())
        .says("A task that looks after the pool runs for ever, whatever becomes of the pool.")];

#[derive(Default)]
struct ReaperOutlivesPool;

#[async_trait]
impl Deviation for ReaperOutlivesPool {
    async fn init(&self, honest: Call<'_>) -> Result<(), PoolError> {
        tokio::spawn(async {
            loop {
                sleep(Duration::from_secs(10)).await;
            }
        });
        honest.await
    }
}
