//! Wrong pools for PRE-03.

use std::future::pending;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

use super::prelude::*;

pub(super) const RULE: &str = "PRE-03";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("failed-prefill-is-ok", &[Semaphore, Actor], Mistake::of::<FailedPrefillIsOk>())
        .says("`init` swallows the error of its connect."),
    WrongPool::new("failed-prefill-hangs", &[Handoff], Mistake::of::<FailedPrefillHangs>())
        .says("After a failure `init` goes on to wait for the number it wants."),
    WrongPool::new("filled-once-tried", &[Semaphore, Handoff], Mistake::of::<FilledOnceTried>())
        .says("`init` notes that it has filled the pool before it has."),
];

#[derive(Default)]
struct FailedPrefillIsOk;

#[async_trait]
impl Deviation for FailedPrefillIsOk {
    async fn init(&self, honest: Call<'_>) -> Result<(), PoolError> {
        match honest.await {
            Err(PoolError::Connect(_)) => Ok(()),
            result => result,
        }
    }
}

#[derive(Default)]
struct FailedPrefillHangs;

#[async_trait]
impl Deviation for FailedPrefillHangs {
    async fn init(&self, honest: Call<'_>) -> Result<(), PoolError> {
        match honest.await {
            Err(PoolError::Connect(_)) => pending().await,
            result => result,
        }
    }
}

#[derive(Default)]
struct FilledOnceTried {
    tried: AtomicBool,
}

#[async_trait]
impl Deviation for FilledOnceTried {
    async fn init(&self, honest: Call<'_>) -> Result<(), PoolError> {
        if self.tried.swap(true, SeqCst) { Ok(()) } else { honest.await }
    }
}
