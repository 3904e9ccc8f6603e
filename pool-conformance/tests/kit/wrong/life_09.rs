//! Wrong pools for LIFE-09.

use super::prelude::*;

pub(super) const RULE: &str = "LIFE-09";

pub(super) const WRONG: &[WrongPool] = &[WrongPool::new(
    "release-after-close-parks",
    &[Semaphore, Handoff, Plain],
    Mistake::of::<ReleaseAfterCloseParks>(),
)
.says("A guard that is dropped after `close` makes its connection idle.")];

#[derive(Default)]
struct ReleaseAfterCloseParks;

impl Deviation for ReleaseAfterCloseParks {
    fn keeps(&self, returned: Returned, closed: bool) -> bool {
        !closed || returned == Returned::Lent
    }
}
