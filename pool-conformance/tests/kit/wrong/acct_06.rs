//! Wrong pools for ACCT-06.

use super::prelude::*;

pub(super) const RULE: &str = "ACCT-06";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("status-spins", &[Semaphore], Mistake::StatusSpins)
        .says("`status` waits for a lock that is held during connects."),
    WrongPool::new("status-empty-while-connecting", &[Plain], Mistake::StatusEmptyWhileConnecting)
        .says("While something connects, the status is all zeros."),
    WrongPool::new("status-panics-after-close", &[Handoff, Actor], Mistake::StatusPanicsAfterClose)
        .says("The status of a closed pool panics."),
];
