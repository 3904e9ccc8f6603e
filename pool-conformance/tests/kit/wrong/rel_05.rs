//! Wrong pools for REL-05.

use super::prelude::*;

pub(super) const RULE: &str = "REL-05";

pub(super) const WRONG: &[WrongPool] = &[WrongPool::new(
    "unwinding-keeps-place",
    &[Semaphore, Handoff, Actor, Plain],
    Mistake::UnwindingKeepsPlace,
)
.says("A guard that is dropped by a panic keeps its place.")];
