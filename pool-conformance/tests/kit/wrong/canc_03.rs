//! Wrong pools for CANC-03.
//!
//! Where a cost is higher than it once was: each symptom of a rule has had a counterexample of its own since, and the
//! shortest script counts, which another world may show after more schedules.

use super::prelude::*;

pub(super) const RULE: &str = "CANC-03";

pub(super) const WRONG: &[WrongPool] = &[WrongPool::new(
    "cancelled-connect-keeps-place",
    &[Semaphore, Handoff, Plain],
    Mistake::of::<CancelledConnectKeepsPlace>(),
)
.says("Places are counted by hand around the connect, and a cancelled one never gets to the second line.")];

#[derive(Default)]
struct CancelledConnectKeepsPlace;

impl Deviation for CancelledConnectKeepsPlace {
    fn place_freed(&self, place: &Place) -> Fate {
        if place.stage == Stage::Connecting { Fate::Lost } else { Fate::Free }
    }
}
