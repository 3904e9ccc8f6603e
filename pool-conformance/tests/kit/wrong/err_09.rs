//! Wrong pools for ERR-09.

use super::prelude::*;

pub(super) const RULE: &str = "ERR-09";

pub(super) const WRONG: &[WrongPool] =
    &[WrongPool::new("hot-retry", &[Semaphore, Actor, Plain], Mistake::of::<HotRetry>())
        .says("While connecting fails, it is tried again at once.")];

#[derive(Default)]
struct HotRetry;

#[async_trait]
impl Deviation for HotRetry {
    async fn acquires_again(&self, error: &PoolError) -> bool {
        let failed = matches!(error, PoolError::Connect(_));
        if failed {
            tokio::task::yield_now().await;
        }
        failed
    }
}
