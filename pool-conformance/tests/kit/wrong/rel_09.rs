//! Wrong pools for REL-09.

use super::prelude::*;

pub(super) const RULE: &str = "REL-09";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("discard-releases", &[Semaphore, Handoff, Actor], Mistake::of::<DiscardReleases>())
        .extended()
        .says("`discard` is another name of `release`: the connection goes to the next user."),
    WrongPool::new("discard-keeps-place", &[Semaphore, Plain], Mistake::of::<DiscardKeepsPlace>())
        .extended()
        .says("The connection is ended, and its place is not counted back."),
    WrongPool::new("discard-wakes-nobody", &[Handoff, Plain], Mistake::of::<DiscardWakesNobody>())
        .extended()
        .says("The place comes free, and who waits for it is not told."),
];

#[derive(Default)]
struct DiscardReleases;

impl Deviation for DiscardReleases {
    fn parks_discarded(&self) -> bool {
        true
    }
}

#[derive(Default)]
struct DiscardKeepsPlace;

impl Deviation for DiscardKeepsPlace {
    fn place_freed(&self, place: &Place) -> Fate {
        if place.stage == Stage::Discarded { Fate::Lost } else { Fate::Free }
    }
}

#[derive(Default)]
struct DiscardWakesNobody;

impl Deviation for DiscardWakesNobody {
    fn place_freed(&self, place: &Place) -> Fate {
        if place.stage == Stage::Discarded { Fate::Silent } else { Fate::Free }
    }
}
