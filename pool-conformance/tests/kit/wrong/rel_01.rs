//! Wrong pools for REL-01.

use super::prelude::*;

pub(super) const RULE: &str = "REL-01";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("drop-without-release-loses", &[Semaphore, Actor], Mistake::DropWithoutReleaseLoses)
        .says("Only an explicit release gives capacity back."),
    WrongPool::new("broken-keeps-place", &[Semaphore, Handoff], Mistake::BrokenKeepsPlace)
        .says("A connection that comes back broken is ended, and its place stays taken."),
    WrongPool::new("broken-wakes-nobody", &[Handoff, Actor, Plain], Mistake::BrokenWakesNobody)
        .says("A connection that comes back broken is ended, and no waiter learns of the free place."),
];
