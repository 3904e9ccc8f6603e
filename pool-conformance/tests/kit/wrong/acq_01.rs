//! Wrong pools for ACQ-01.

use super::prelude::*;

pub(super) const RULE: &str = "ACQ-01";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("lends-twice", &[Semaphore, Plain], Mistake::LendsTwice)
        .says("An idle connection stays in the list while it is lent, and whoever comes next gets it too."),
    WrongPool::new("hands-over-and-parks", &[Handoff], Mistake::HandsOverAndParks)
        .says("A connection that is handed to a waiter becomes idle as well."),
];
