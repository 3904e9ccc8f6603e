//! Wrong pools for ERR-04.

use super::prelude::*;

pub(super) const RULE: &str = "ERR-04";

pub(super) const WRONG: &[WrongPool] = &[WrongPool::new(
    "failed-connect-keeps-place",
    &[Semaphore, Handoff, Plain],
    Mistake::FailedConnectKeepsPlace,
)
.says("A failed connect keeps its place.")];
