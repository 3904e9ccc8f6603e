//! Wrong pools for CANC-02.

use super::prelude::*;

pub(super) const RULE: &str = "CANC-02";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("cancelled-waiter-keeps-slot", &[Semaphore], Mistake::of::<CancelledWaiterKeepsSlot>())
        .says("A task waits for the caller, and loses what it got if the caller has gone."),
    WrongPool::new(
        "cancelled-waiter-stays-queued",
        &[Handoff, Plain],
        Mistake::of::<CancelledWaiterStaysQueued>(),
    )
    .says("A cancelled waiter stays in the queue and uses up what comes its way."),
];

#[derive(Default)]
struct CancelledWaiterKeepsSlot;

impl Deviation for CancelledWaiterKeepsSlot {
    fn waits_in_task(&self) -> bool {
        true
    }
}

#[derive(Default)]
struct CancelledWaiterStaysQueued;

impl Deviation for CancelledWaiterStaysQueued {
    fn cleans_up(&self, waiter: Cancelled) -> bool {
        waiter != Cancelled::Queued
    }
}
