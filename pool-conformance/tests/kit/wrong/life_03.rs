//! Wrong pools for LIFE-03.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

use tokio::sync::Notify;

use super::prelude::*;

pub(super) const RULE: &str = "LIFE-03";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("no-permits-before-init", &[Semaphore], Mistake::of::<WaitsForInit>())
        .says("The permits come with `init`; an acquire before it waits for one."),
    WrongPool::new("acquire-before-init-panics", &[Plain], Mistake::of::<AcquireBeforeInitPanics>())
        .says("An acquire before `init` panics."),
    WrongPool::new("waits-for-init", &[Actor], Mistake::of::<WaitsForInit>())
        .says("An acquire before `init` waits for it."),
];

#[derive(Default)]
struct WaitsForInit {
    done: AtomicBool,
    told: Notify,
}

#[async_trait]
impl Deviation for WaitsForInit {
    async fn init(&self, honest: Call<'_>) -> Result<(), PoolError> {
        let result = honest.await;
        self.done.fetch_or(result.is_ok(), SeqCst);
        self.told.notify_waiters();
        result
    }

    async fn acquire(&self, honest: Call<'_>) -> Result<(), PoolError> {
        let told = self.told.notified();
        if !self.done.load(SeqCst) {
            told.await;
        }
        honest.await
    }
}

#[derive(Default)]
struct AcquireBeforeInitPanics {
    begun: AtomicBool,
}

#[async_trait]
impl Deviation for AcquireBeforeInitPanics {
    async fn init(&self, honest: Call<'_>) -> Result<(), PoolError> {
        self.begun.store(true, SeqCst);
        honest.await
    }

    async fn acquire(&self, honest: Call<'_>) -> Result<(), PoolError> {
        assert!(self.begun.load(SeqCst), "init has not been called");
        honest.await
    }
}
