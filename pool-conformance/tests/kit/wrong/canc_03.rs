//! Wrong pools for CANC-03.

use super::prelude::*;

pub(super) const RULE: &str = "CANC-03";

pub(super) const WRONG: &[WrongPool] = &[WrongPool::new(
    "cancelled-connect-keeps-place",
    &[Semaphore, Handoff, Plain],
    Mistake::CancelledConnectKeepsPlace,
)
.says("Places are counted by hand around the connect, and a cancelled one never gets to the second line.")];
