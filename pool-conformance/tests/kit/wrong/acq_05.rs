//! Wrong pools for ACQ-05.

use super::prelude::*;
use crate::pools::policy::Prefill;

pub(super) const RULE: &str = "ACQ-05";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("signals-only-first-return", &[Semaphore, Plain], Mistake::of::<SignalsOnlyFirstReturn>())
        .says("Only a return to an empty list is signalled, as if the woken waiter would take all there is."),
    WrongPool::new("serves-once-per-batch", &[Actor], Mistake::of::<ServesOncePerBatch>())
        .says("Several returns that are heard at once serve one waiter."),
    WrongPool::new(
        "stale-connection-keeps-its-place",
        &[Handoff],
        Mistake::of::<StaleConnectionKeepsItsPlace>(),
    )
    .says("What was idle too long is ended, and its place stays taken."),
    WrongPool::new(
        "swept-connection-keeps-its-place",
        &[Actor],
        Mistake::of::<StaleConnectionKeepsItsPlace>(),
    )
    .policy(Policy { prefill: Prefill::Kept, ..Policy::USUAL })
    .says("What the sweeper ends keeps its place."),
    WrongPool::new("return-between-look-and-queue", &[Plain], Mistake::of::<ReturnBetweenLookAndQueue>())
        .says(
            "An acquire finds nothing, gives the lock back to clone its waker, and queues under the next: what came back \
             meanwhile woke nobody.",
        ),
    WrongPool::new("acquire-between-look-and-return", &[Plain], Mistake::of::<AcquireBetweenLookAndReturn>())
        .says("A return looks for a waiter, asks whether the connection has broken, and makes it idle under the next lock."),
];

#[derive(Default)]
struct SignalsOnlyFirstReturn;

impl Deviation for SignalsOnlyFirstReturn {
    fn place_freed(&self, place: &Place) -> Fate {
        let returned = matches!(place.stage, Stage::Lent | Stage::Released | Stage::Broken);
        if returned && place.idle > 0 { Fate::Silent } else { Fate::Free }
    }
}

#[derive(Default)]
struct ServesOncePerBatch;

impl Deviation for ServesOncePerBatch {
    fn serves_once_per_batch(&self) -> bool {
        true
    }
}

#[derive(Default)]
struct ReturnBetweenLookAndQueue;

impl Deviation for ReturnBetweenLookAndQueue {
    fn overlooks(&self) -> Option<Overlooked> {
        Some(Overlooked::Return)
    }
}

#[derive(Default)]
struct AcquireBetweenLookAndReturn;

impl Deviation for AcquireBetweenLookAndReturn {
    fn looks_for_waiter_early(&self) -> bool {
        true
    }
}

#[derive(Default)]
struct StaleConnectionKeepsItsPlace;

impl Deviation for StaleConnectionKeepsItsPlace {
    fn loses_stale_places(&self) -> bool {
        true
    }
}
