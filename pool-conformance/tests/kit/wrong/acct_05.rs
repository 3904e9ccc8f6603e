//! Wrong pools for ACCT-05.

use super::prelude::*;

pub(super) const RULE: &str = "ACCT-05";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("close-ends-held", &[Semaphore], Mistake::CloseEndsHeld)
        .says("`close` ends the connections under the hands of those who hold them."),
    WrongPool::new("broken-stays-idle", &[Handoff, Plain], Mistake::BrokenStaysIdle)
        .says("A broken connection is ended and becomes idle all the same."),
];
