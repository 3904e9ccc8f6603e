//! Wrong pools for ACQ-02.

use super::prelude::*;

pub(super) const RULE: &str = "ACQ-02";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("permit-freed-while-connecting", &[Semaphore], Mistake::PermitFreedWhileConnecting)
        .says("The permit is given back while its connection is being opened, and fetched again afterwards."),
    WrongPool::new("connects-not-counted", &[Actor, Plain], Mistake::ConnectsNotCounted)
        .says("A connection counts once it is open, not while it is being opened."),
    WrongPool::new("check-then-act", &[Handoff, Plain], Mistake::CheckThenAct)
        .race()
        .says("Whether there is room is asked under one lock and answered under the next."),
    WrongPool::new("failed-check-frees-twice", &[Semaphore], Mistake::FailedCheckFreesTwice)
        .says("A failed check gives back a permit that the acquire goes on to use."),
];
