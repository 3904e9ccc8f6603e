//! Wrong pools for LIFE-05.

use super::prelude::*;

pub(super) const RULE: &str = "LIFE-05";

pub(super) const WRONG: &[WrongPool] =
    &[WrongPool::new("init-is-always-well", &[Semaphore, Actor], Mistake::of::<InitIsAlwaysWell>())
        .says("An `init` of a pool that has been filled once says that all is well, closed or not.")];

#[derive(Default)]
struct InitIsAlwaysWell;

#[async_trait]
impl Deviation for InitIsAlwaysWell {
    async fn init(&self, honest: Call<'_>) -> Result<(), PoolError> {
        match honest.await {
            Err(PoolError::Closed) => Ok(()),
            done => done,
        }
    }
}
