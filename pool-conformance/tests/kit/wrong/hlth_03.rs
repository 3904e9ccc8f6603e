//! Wrong pools for HLTH-03.

use super::prelude::*;

pub(super) const RULE: &str = "HLTH-03";

pub(super) const WRONG: &[WrongPool] =
    &[WrongPool::new("broken-wakes-nobody", &[Handoff, Actor, Plain], Mistake::of::<BrokenWakesNobody>())
        .says("A connection that comes back broken is ended, and no waiter learns of the free place.")];

#[derive(Default)]
struct BrokenWakesNobody;

impl Deviation for BrokenWakesNobody {
    fn place_freed(&self, place: &Place) -> Fate {
        if place.stage == Stage::Broken { Fate::Silent } else { Fate::Free }
    }
}
