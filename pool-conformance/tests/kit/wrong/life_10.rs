//! Wrong pools for LIFE-10.

use super::prelude::*;

pub(super) const RULE: &str = "LIFE-10";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("close-forgets-waiters", &[Semaphore, Handoff], Mistake::of::<CloseForgetsWaiters>())
        .says("`close` tells no waiter."),
    WrongPool::new("close-tells-one-waiter", &[Handoff, Plain], Mistake::of::<CloseTellsOneWaiter>())
        .says("`close` tells one waiter."),
    WrongPool::new("close-between-look-and-queue", &[Plain], Mistake::of::<CloseBetweenLookAndQueue>())
        .says(
            "An acquire finds the pool full, gives the lock back to clone its waker, and queues under the next: a `close` in \
             between told nobody.",
        ),
];

#[derive(Default)]
struct CloseForgetsWaiters;

impl Deviation for CloseForgetsWaiters {
    fn waiters_told(&self, _waiting: usize) -> usize {
        0
    }
}

#[derive(Default)]
struct CloseBetweenLookAndQueue;

impl Deviation for CloseBetweenLookAndQueue {
    fn overlooks(&self) -> Option<Overlooked> {
        Some(Overlooked::Close)
    }
}

#[derive(Default)]
struct CloseTellsOneWaiter;

impl Deviation for CloseTellsOneWaiter {
    fn waiters_told(&self, waiting: usize) -> usize {
        waiting.min(1)
    }
}
