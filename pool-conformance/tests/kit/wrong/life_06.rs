//! Wrong pools for LIFE-06.

use std::mem;

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use tokio::sync::Mutex;

use super::prelude::*;

pub(super) const RULE: &str = "LIFE-06";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("second-close-hangs", &[Semaphore], Mistake::of::<SecondCloseHangs>())
        .says("A second `close` waits for a lock that the first has never given back."),
    WrongPool::new("second-close-panics", &[Plain, Actor], Mistake::of::<SecondClosePanics>())
        .says("A second `close` finds gone what the first has taken, and panics."),
];

#[derive(Default)]
struct SecondCloseHangs {
    closing: Mutex<()>,
}

#[async_trait]
impl Deviation for SecondCloseHangs {
    async fn close(&self, honest: Call<'_>) -> Result<(), PoolError> {
        mem::forget(self.closing.lock().await);
        honest.await
    }
}

#[derive(Default)]
struct SecondClosePanics {
    closed: AtomicBool,
}

#[async_trait]
impl Deviation for SecondClosePanics {
    async fn close(&self, honest: Call<'_>) -> Result<(), PoolError> {
        assert!(!self.closed.swap(true, SeqCst), "the pool has been closed before");
        honest.await
    }
}
