//! Wrong pools for LIFE-10.

use super::prelude::*;

pub(super) const RULE: &str = "LIFE-10";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("close-forgets-waiters", &[Semaphore, Handoff], Mistake::of::<CloseForgetsWaiters>())
        .says("`close` tells no waiter."),
    WrongPool::new("close-tells-one-waiter", &[Handoff, Plain], Mistake::of::<CloseTellsOneWaiter>())
        .says("`close` tells one waiter."),
];

#[derive(Default)]
struct CloseForgetsWaiters;

impl Deviation for CloseForgetsWaiters {
    fn waiters_told(&self, _waiting: usize) -> usize {
        0
    }
}

#[derive(Default)]
struct CloseTellsOneWaiter;

impl Deviation for CloseTellsOneWaiter {
    fn waiters_told(&self, waiting: usize) -> usize {
        waiting.min(1)
    }
}
