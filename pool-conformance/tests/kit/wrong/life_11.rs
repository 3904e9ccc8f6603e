//! Wrong pools for LIFE-11.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};

use tokio::sync::Notify;

use super::prelude::*;

pub(super) const RULE: &str = "LIFE-11";

pub(super) const WRONG: &[WrongPool] = &[WrongPool::new(
    "close-serves-waiters-first",
    &[Semaphore, Handoff],
    Mistake::of::<ServesWaitersFirst>(),
)
.says("`close` turns newcomers away, and lets those who wait be served as guards come back.")];

#[derive(Default)]
struct ServesWaitersFirst {
    closing: AtomicBool,
    waiting: AtomicUsize,
    served: Notify,
}

/// Counts one that waits, until it is served or gone.
struct Waiting<'a>(&'a ServesWaitersFirst);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, SeqCst);
        self.0.served.notify_waiters();
    }
}

#[async_trait]
impl Deviation for ServesWaitersFirst {
    async fn acquire(&self, honest: Call<'_>) -> Result<(), PoolError> {
        if self.closing.load(SeqCst) {
            return Err(PoolError::Closed);
        }
        self.waiting.fetch_add(1, SeqCst);
        let _waiting = Waiting(self);
        honest.await
    }

    async fn close(&self, honest: Call<'_>) -> Result<(), PoolError> {
        self.closing.store(true, SeqCst);
        loop {
            let served = self.served.notified();
            if self.waiting.load(SeqCst) == 0 {
                break;
            }
            served.await;
        }
        honest.await
    }
}
