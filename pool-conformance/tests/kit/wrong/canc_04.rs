//! Wrong pools for CANC-04.

use super::prelude::*;

pub(super) const RULE: &str = "CANC-04";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new(
        "cancelled-check-keeps-place",
        &[Semaphore, Handoff],
        Mistake::of::<CancelledCheckKeepsPlace>(),
    )
    .says("Places are counted by hand around the check, and a cancelled one never gets to the second line."),
    WrongPool::new(
        "cancelled-check-keeps-place-at-once",
        &[Semaphore, Handoff],
        Mistake::of::<CancelledCheckKeepsPlace>(),
    )
    .policy(Policy { full: WhenFull::Fail, ..Policy::USUAL })
    .says("The same in a pool that fails at once when it is full."),
    WrongPool::new("dropped-ending-tells-nobody", &[Handoff], Mistake::of::<DroppedEndingTellsNobody>())
        .says("Where an acquire is dropped while it ends what has not passed its check, its place comes free and no waiter hears."),
];

#[derive(Default)]
struct CancelledCheckKeepsPlace;

impl Deviation for CancelledCheckKeepsPlace {
    fn place_freed(&self, place: &Place) -> Fate {
        if place.stage == Stage::Checking { Fate::Lost } else { Fate::Free }
    }
}

#[derive(Default)]
struct DroppedEndingTellsNobody;

impl Deviation for DroppedEndingTellsNobody {
    fn place_freed(&self, place: &Place) -> Fate {
        if place.stage == Stage::Ending { Fate::Silent } else { Fate::Free }
    }
}
