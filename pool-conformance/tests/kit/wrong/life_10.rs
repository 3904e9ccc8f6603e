//! Wrong pools for LIFE-10.

use super::prelude::*;

pub(super) const RULE: &str = "LIFE-10";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("close-forgets-waiters", &[Semaphore, Handoff], Mistake::CloseForgetsWaiters)
        .says("`close` tells no waiter."),
    WrongPool::new("close-tells-one-waiter", &[Handoff, Plain], Mistake::CloseTellsOneWaiter)
        .says("`close` tells one waiter."),
];
