//! Wrong pools for ACQ-08.

use super::prelude::*;

pub(super) const RULE: &str = "ACQ-08";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("locked-while-connecting", &[Semaphore, Handoff], Mistake::LockedWhileConnecting)
        .says("A lock is held from the look at the idle connections until the new one is open."),
    WrongPool::new("locked-while-checking", &[Semaphore, Handoff], Mistake::LockedWhileChecking)
        .says("A lock is held while a connection is checked."),
    WrongPool::new("connects-in-the-loop", &[Actor], Mistake::ConnectsInTheLoop)
        .says("The task that serves everybody waits for each connect itself."),
];
