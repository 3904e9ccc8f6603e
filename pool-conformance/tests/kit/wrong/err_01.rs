//! Wrong pools for ERR-01.

use std::time::Duration;

use tokio::time::sleep;

use super::prelude::*;

pub(super) const RULE: &str = "ERR-01";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("retries-for-ever", &[Semaphore], Mistake::of::<RetriesForEver>())
        .says("While connecting fails the acquire tries again, with pauses and without end."),
    WrongPool::new("failed-connect-queues-again", &[Handoff], Mistake::of::<FailedConnectQueuesAgain>())
        .says("An acquire whose connect failed queues again, for a place that nobody has."),
];

#[derive(Default)]
struct RetriesForEver;

#[async_trait]
impl Deviation for RetriesForEver {
    async fn acquires_again(&self, error: &PoolError) -> bool {
        let failed = matches!(error, PoolError::Connect(_));
        if failed {
            sleep(Duration::from_secs(1)).await;
        }
        failed
    }
}

#[derive(Default)]
struct FailedConnectQueuesAgain;

impl Deviation for FailedConnectQueuesAgain {
    fn queues_after_failed_connect(&self) -> bool {
        true
    }
}
