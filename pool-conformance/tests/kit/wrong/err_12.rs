//! Wrong pools for ERR-12.

use std::sync::{
    Mutex,
    atomic::{AtomicUsize, Ordering::SeqCst},
};

use tokio::sync::Notify;

use super::prelude::*;

pub(super) const RULE: &str = "ERR-12";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("error-goes-to-the-next", &[Semaphore, Handoff], Mistake::of::<ErrorGoesToTheNext>())
        .says("The error of a connect is sent to those who wait, of whom the first takes it."),
    WrongPool::new(
        "failed-check-goes-to-the-next",
        &[Semaphore, Plain],
        Mistake::of::<FailedCheckGoesToTheNext>(),
    )
    .says("That a check has failed is told to those who wait."),
];

#[derive(Default)]
struct ErrorGoesToTheNext {
    asking: AtomicUsize,
    error: Mutex<Option<PoolError>>,
    sent: Notify,
}

/// Counts one that asks, until it is served or gone.
struct Asking<'a>(&'a AtomicUsize);

impl Drop for Asking<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, SeqCst);
    }
}

#[async_trait]
impl Deviation for ErrorGoesToTheNext {
    async fn acquire(&self, honest: Call<'_>) -> Result<(), PoolError> {
        let first = self.asking.fetch_add(1, SeqCst) == 0;
        let _asking = Asking(&self.asking);
        let failed = || PoolError::Connect("a connect failed".into());
        tokio::select! {
            biased;
            done = honest => match done {
                Err(error @ (PoolError::Connect(_) | PoolError::Unhealthy(_)))
                    if first && self.asking.load(SeqCst) > 1 =>
                {
                    *help::lock_unless_poisoned(&self.error) = Some(error);
                    self.sent.notify_waiters();
                    Err(failed())
                }
                done => done,
            },
            () = self.sent.notified() => {
                Err(help::lock_unless_poisoned(&self.error).take().unwrap_or_else(failed))
            }
        }
    }
}

#[derive(Default)]
struct FailedCheckGoesToTheNext(ErrorGoesToTheNext);

#[async_trait]
impl Deviation for FailedCheckGoesToTheNext {
    async fn acquire(&self, honest: Call<'_>) -> Result<(), PoolError> {
        self.0.acquire(honest).await
    }

    fn reports_failed_check(&self) -> bool {
        true
    }
}
