//! Wrong pools for TIME-01.

use std::{future::poll_fn, pin::Pin, task::Poll, time::Duration};

use tokio::time::{Sleep, sleep};

use super::prelude::*;

pub(super) const RULE: &str = "TIME-01";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new(
        "limit-leaves-out-the-queue",
        &[Semaphore, Handoff],
        Mistake::of::<LimitLeavesOutTheQueue>(),
    )
    .says("The limit begins when the wait is over."),
    WrongPool::new("limit-begins-anew", &[Plain], Mistake::of::<LimitBeginsAnew>())
        .says("Each wake-up begins the limit anew."),
    WrongPool::new("woken-in-vain-is-timeout", &[Plain], Mistake::of::<WokenInVainIsTimeout>())
        .says("A waiter that is woken and finds that a newcomer was faster reports a timeout."),
];

#[derive(Default)]
struct LimitLeavesOutTheQueue;

impl Deviation for LimitLeavesOutTheQueue {
    fn limits(&self, phase: Phase) -> bool {
        matches!(phase, Phase::Check | Phase::Connect)
    }
}

#[derive(Default)]
struct LimitBeginsAnew {
    limit: Option<Duration>,
}

#[async_trait]
impl Deviation for LimitBeginsAnew {
    fn build(&mut self, config: &mut Config) {
        self.limit = config.acquire_timeout.take();
    }

    async fn acquire(&self, honest: Call<'_>) -> Result<(), PoolError> {
        match self.limit {
            Some(limit) => within_since_last_wake(limit, honest).await,
            None => honest.await,
        }
    }
}

/// Runs an acquire within a limit that begins anew whenever it is polled.
async fn within_since_last_wake(limit: Duration, mut acquire: Call<'_>) -> Result<(), PoolError> {
    let mut timer: Option<Pin<Box<Sleep>>> = None;
    poll_fn(|context| {
        if let Poll::Ready(result) = acquire.as_mut().poll(context) {
            return Poll::Ready(result);
        }
        if timer.as_mut().is_some_and(|timer| timer.as_mut().poll(context).is_ready()) {
            return Poll::Ready(Err(PoolError::Timeout));
        }
        let timer = timer.insert(Box::pin(sleep(limit)));
        timer.as_mut().poll(context).map(|()| Err(PoolError::Timeout))
    })
    .await
}

#[derive(Default)]
struct WokenInVainIsTimeout;

impl Deviation for WokenInVainIsTimeout {
    fn gives_up(&self, woken_in_vain: bool) -> Option<PoolError> {
        woken_in_vain.then_some(PoolError::Timeout)
    }
}
