//! Wrong pools for LIFE-01.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

use super::prelude::*;

pub(super) const RULE: &str = "LIFE-01";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("init-keeps-its-permits", &[Semaphore], Mistake::of::<InitKeepsItsPermits>())
        .says("The prefill takes a permit for each connection that it opens, and keeps it."),
    WrongPool::new("ready-only-if-prefilled", &[Handoff, Actor], Mistake::of::<ReadyOnlyIfPrefilled>())
        .says("The loop that prefills also marks the pool as ready; with nothing to prefill, it never is."),
];

#[derive(Default)]
struct InitKeepsItsPermits;

impl Deviation for InitKeepsItsPermits {
    fn place_freed(&self, place: &Place) -> Fate {
        if place.stage == Stage::Prefilled { Fate::Lost } else { Fate::Free }
    }
}

#[derive(Default)]
struct ReadyOnlyIfPrefilled {
    prefills: bool,
    ready: AtomicBool,
}

#[async_trait]
impl Deviation for ReadyOnlyIfPrefilled {
    fn build(&mut self, config: &mut Config) {
        self.prefills = config.min_size > 0;
    }

    async fn init(&self, honest: Call<'_>) -> Result<(), PoolError> {
        honest.await?;
        self.ready.store(self.prefills, SeqCst);
        Ok(())
    }

    async fn acquire(&self, honest: Call<'_>) -> Result<(), PoolError> {
        if self.ready.load(SeqCst) { honest.await } else { Err(PoolError::Closed) }
    }
}
