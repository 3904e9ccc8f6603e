//! Wrong pools for CONC-02.

use std::{
    mem::ManuallyDrop,
    sync::{Mutex, MutexGuard, PoisonError},
};

use super::prelude::*;
use crate::pools::policy::Prefill;

pub(super) const RULE: &str = "CONC-02";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("locks-in-two-orders", &[Handoff, Plain], Mistake::of::<LocksInTwoOrders>())
        .race()
        .says("Two locks are taken in two orders."),
    WrongPool::new("lazy-cancelled-init-blocks", &[Semaphore, Plain], Mistake::of::<CancelledInitBlocks>())
        .policy(Policy { prefill: Prefill::Never, ..Policy::USUAL })
        .says("An `init` that opens nothing holds a lock, and keeps it for ever when it is cancelled; an acquire needs it."),
];

#[derive(Default)]
struct LocksInTwoOrders {
    statistics: Mutex<()>,
}

impl Deviation for LocksInTwoOrders {
    fn second_lock(&self) -> Option<MutexGuard<'_, ()>> {
        help::dawdle();
        Some(self.statistics.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn status(&self, read: &dyn Fn() -> Status, _traffic: &Traffic) -> Status {
        let _statistics = self.statistics.lock().unwrap_or_else(PoisonError::into_inner);
        help::dawdle();
        read()
    }
}

#[derive(Default)]
struct CancelledInitBlocks {
    running: tokio::sync::Mutex<()>,
}

#[async_trait]
impl Deviation for CancelledInitBlocks {
    async fn init(&self, honest: Call<'_>) -> Result<(), PoolError> {
        let running = ManuallyDrop::new(self.running.lock().await);
        tokio::task::yield_now().await;
        honest.await?;
        drop(ManuallyDrop::into_inner(running));
        Ok(())
    }

    async fn acquire(&self, honest: Call<'_>) -> Result<(), PoolError> {
        drop(self.running.lock().await);
        honest.await
    }
}
