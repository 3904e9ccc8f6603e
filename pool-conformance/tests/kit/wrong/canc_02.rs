//! Wrong pools for CANC-02.

use super::prelude::*;

pub(super) const RULE: &str = "CANC-02";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("cancelled-waiter-keeps-slot", &[Semaphore], Mistake::CancelledWaiterKeepsSlot)
        .says("A task waits for the caller, and loses what it got if the caller has gone."),
    WrongPool::new("cancelled-waiter-stays-queued", &[Handoff, Plain], Mistake::CancelledWaiterStaysQueued)
        .says("A cancelled waiter stays in the queue and uses up what comes its way."),
];
