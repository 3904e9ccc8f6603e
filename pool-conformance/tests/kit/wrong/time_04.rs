//! Wrong pools for TIME-04.

use super::prelude::*;

pub(super) const RULE: &str = "TIME-04";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new(
        "timed-out-waiter-stays-in-queue",
        &[Handoff],
        Mistake::of::<TimedOutWaiterStaysInQueue>(),
    )
    .says("A waiter that comes to its limit stays in the queue, and is given the next place."),
    WrongPool::new(
        "timed-out-waiter-is-forgotten",
        &[Semaphore, Handoff],
        Mistake::of::<TimedOutWaiterIsForgotten>(),
    )
    .says("An acquire that comes to its limit is neither finished nor dropped."),
];

#[derive(Default)]
struct TimedOutWaiterStaysInQueue(Expiry);

#[async_trait]
impl Deviation for TimedOutWaiterStaysInQueue {
    fn build(&mut self, config: &mut Config) {
        self.0 = Expiry::instead_of(config);
    }

    async fn acquire(&self, honest: Call<'_>) -> Result<(), PoolError> {
        self.0.cover(honest).await
    }

    fn cleans_up(&self, waiter: Cancelled) -> bool {
        !self.0.is_now() || waiter != Cancelled::Queued
    }
}

#[derive(Default)]
struct TimedOutWaiterIsForgotten(Expiry);

#[async_trait]
impl Deviation for TimedOutWaiterIsForgotten {
    fn build(&mut self, config: &mut Config) {
        self.0 = Expiry::instead_of(config);
    }

    async fn acquire(&self, honest: Call<'_>) -> Result<(), PoolError> {
        self.0.forget(honest).await
    }
}
