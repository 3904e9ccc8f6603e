//! Wrong pools for ERR-04.

use super::prelude::*;

pub(super) const RULE: &str = "ERR-04";

pub(super) const WRONG: &[WrongPool] = &[WrongPool::new(
    "failed-connect-keeps-place",
    &[Semaphore, Handoff, Plain],
    Mistake::of::<FailedConnectKeepsPlace>(),
)
.says("A failed connect keeps its place.")];

#[derive(Default)]
struct FailedConnectKeepsPlace;

impl Deviation for FailedConnectKeepsPlace {
    fn place_freed(&self, place: &Place) -> Fate {
        if place.stage == Stage::ConnectFailed { Fate::Lost } else { Fate::Free }
    }
}
