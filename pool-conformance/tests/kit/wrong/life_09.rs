//! Wrong pools for LIFE-09.

use super::prelude::*;

pub(super) const RULE: &str = "LIFE-09";

pub(super) const WRONG: &[WrongPool] = &[WrongPool::new(
    "release-after-close-parks",
    &[Semaphore, Handoff, Plain],
    Mistake::ReleaseAfterCloseParks,
)
.says("A guard that is dropped after `close` makes its connection idle.")];
