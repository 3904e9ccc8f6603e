//! Wrong pools for REL-01.

use super::prelude::*;

pub(super) const RULE: &str = "REL-01";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new(
        "drop-without-release-loses",
        &[Semaphore, Actor],
        Mistake::of::<DropWithoutReleaseLoses>(),
    )
    .says("Only an explicit release gives capacity back."),
    WrongPool::new("broken-keeps-place", &[Semaphore, Handoff], Mistake::of::<BrokenKeepsPlace>())
        .says("A connection that comes back broken is ended, and its place stays taken."),
    WrongPool::new("broken-wakes-nobody", &[Handoff, Actor, Plain], Mistake::of::<BrokenWakesNobody>())
        .says("A connection that comes back broken is ended, and no waiter learns of the free place."),
];

#[derive(Default)]
struct DropWithoutReleaseLoses;

impl Deviation for DropWithoutReleaseLoses {
    fn place_freed(&self, place: &Place) -> Fate {
        if place.stage == Stage::Lent { Fate::Lost } else { Fate::Free }
    }
}

#[derive(Default)]
struct BrokenKeepsPlace;

impl Deviation for BrokenKeepsPlace {
    fn place_freed(&self, place: &Place) -> Fate {
        if place.stage == Stage::Broken { Fate::Lost } else { Fate::Free }
    }
}

#[derive(Default)]
struct BrokenWakesNobody;

impl Deviation for BrokenWakesNobody {
    fn place_freed(&self, place: &Place) -> Fate {
        if place.stage == Stage::Broken { Fate::Silent } else { Fate::Free }
    }
}
