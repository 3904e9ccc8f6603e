//! Wrong pools for REL-03.

use super::prelude::*;

pub(super) const RULE: &str = "REL-03";

pub(super) const WRONG: &[WrongPool] =
    &[WrongPool::new("release-frees-twice", &[Semaphore, Handoff], Mistake::of::<ReleaseFreesTwice>())
        .says("An explicit release frees the place, and the drop that follows frees it again.")];

#[derive(Default)]
struct ReleaseFreesTwice;

impl Deviation for ReleaseFreesTwice {
    fn place_freed(&self, place: &Place) -> Fate {
        if place.stage == Stage::Released { Fate::Twice } else { Fate::Free }
    }
}
