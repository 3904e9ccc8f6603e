//! Wrong pools for ACCT-01.

use super::prelude::*;

pub(super) const RULE: &str = "ACCT-01";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("idle-counts-as-in-use", &[Handoff, Actor], Mistake::IdleCountsAsInUse)
.says("What is idle is reported as in use too."),
    WrongPool::new("last-look-before-the-flag", &[Semaphore], Mistake::LastLookBeforeTheFlag)
        .policy(Policy { release: Release::Spawned, ..Policy::USUAL })
        .race()
        .says("Of the tasks that return connections one does so for all; it looks a last time, and then says that it is done."),
];
