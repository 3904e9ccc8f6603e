//! Wrong pools for REL-07.

use super::prelude::*;

pub(super) const RULE: &str = "REL-07";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("detach-keeps-place", &[Semaphore, Handoff, Plain], Mistake::of::<DetachKeepsPlace>())
        .extended()
        .says("The guard is forgotten, and with it the place that its drop would have freed."),
    WrongPool::new("detach-wakes-nobody", &[Handoff, Plain], Mistake::of::<DetachWakesNobody>())
        .extended()
        .says("The place comes free, and who waits for it is not told."),
];

#[derive(Default)]
struct DetachKeepsPlace;

impl Deviation for DetachKeepsPlace {
    fn place_freed(&self, place: &Place) -> Fate {
        if place.stage == Stage::Detached { Fate::Lost } else { Fate::Free }
    }
}

#[derive(Default)]
struct DetachWakesNobody;

impl Deviation for DetachWakesNobody {
    fn place_freed(&self, place: &Place) -> Fate {
        if place.stage == Stage::Detached { Fate::Silent } else { Fate::Free }
    }
}
