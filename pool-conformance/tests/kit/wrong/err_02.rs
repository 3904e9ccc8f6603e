//! Wrong pools for ERR-02.

use super::prelude::*;

pub(super) const RULE: &str = "ERR-02";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("failed-connect-is-timeout", &[Semaphore, Actor], Mistake::of::<FailedConnectIsTimeout>())
        .says("A failed connect is reported as a timeout."),
    WrongPool::new("closed-is-exhausted", &[Handoff, Plain], Mistake::of::<ClosedIsExhausted>())
        .says("A closed pool reports that it is exhausted."),
];

#[derive(Default)]
struct FailedConnectIsTimeout;

#[async_trait]
impl Deviation for FailedConnectIsTimeout {
    async fn acquire(&self, honest: Call<'_>) -> Result<(), PoolError> {
        honest.await.map_err(|error| match error {
            PoolError::Connect(_) => PoolError::Timeout,
            other => other,
        })
    }
}

#[derive(Default)]
struct ClosedIsExhausted;

#[async_trait]
impl Deviation for ClosedIsExhausted {
    async fn acquire(&self, honest: Call<'_>) -> Result<(), PoolError> {
        honest.await.map_err(|error| match error {
            PoolError::Closed => PoolError::Exhausted,
            other => other,
        })
    }
}
