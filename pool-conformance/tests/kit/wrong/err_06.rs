//! Wrong pools for ERR-06.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use super::prelude::*;

pub(super) const RULE: &str = "ERR-06";

pub(super) const WRONG: &[WrongPool] =
    &[WrongPool::new("outage-latches", &[Semaphore, Actor], Mistake::of::<OutageLatches>())
        .says("After three failures the pool does not try again, ever.")];

#[derive(Default)]
struct OutageLatches {
    failures: AtomicUsize,
}

#[async_trait]
impl Deviation for OutageLatches {
    async fn acquire(&self, honest: Call<'_>) -> Result<(), PoolError> {
        if self.failures.load(SeqCst) >= 3 {
            return Err(PoolError::Connect("the server has been given up".into()));
        }
        let result = honest.await;
        if let Err(PoolError::Connect(_)) = result {
            self.failures.fetch_add(1, SeqCst);
        }
        result
    }
}
