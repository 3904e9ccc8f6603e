//! Wrong pools for ACCT-03.

use super::prelude::*;

pub(super) const RULE: &str = "ACCT-03";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("broken-stays-counted", &[Semaphore, Plain], Mistake::of::<BrokenStaysCounted>())
        .says("A connection that comes back broken is ended and counted for ever."),
    WrongPool::new(
        "cancelled-check-stays-counted",
        &[Semaphore],
        Mistake::of::<CancelledCheckStaysCounted>(),
    )
    .says("A connection whose check is cancelled is ended and counted for ever."),
    WrongPool::new("failed-check-stays-counted", &[Handoff], Mistake::of::<FailedCheckStaysCounted>())
        .says("A connection whose check fails is ended and counted for ever."),
];

#[derive(Default)]
struct BrokenStaysCounted;

impl Deviation for BrokenStaysCounted {
    fn place_freed(&self, place: &Place) -> Fate {
        if place.stage == Stage::Broken { Fate::Counted } else { Fate::Free }
    }
}

#[derive(Default)]
struct CancelledCheckStaysCounted;

impl Deviation for CancelledCheckStaysCounted {
    fn place_freed(&self, place: &Place) -> Fate {
        if place.stage == Stage::Checking { Fate::Counted } else { Fate::Free }
    }
}

#[derive(Default)]
struct FailedCheckStaysCounted;

impl Deviation for FailedCheckStaysCounted {
    fn place_freed(&self, place: &Place) -> Fate {
        if place.stage == Stage::CheckFailed { Fate::Counted } else { Fate::Free }
    }
}
