//! Wrong pools for ACQ-01.
//!
//! `lends-twice` takes two schedules, and took one while the pool left the twin out of its status: the status is wrong in the
//! first already, which is another rule's to say.

use super::prelude::*;

pub(super) const RULE: &str = "ACQ-01";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("lends-twice", &[Semaphore, Plain], Mistake::of::<LendsTwice>())
        .says("An idle connection stays in the list while it is lent, and whoever comes next gets it too."),
    WrongPool::new("checks-for-two-at-once", &[Semaphore, Plain], Mistake::of::<LendsTwice>())
        .policy(Policy { check: Check::OnBorrow, ..Policy::USUAL })
        .says("Two acquires check the same idle connection at the same time."),
    WrongPool::new("hands-over-and-parks", &[Handoff], Mistake::of::<HandsOverAndParks>())
        .says("A connection that is handed to a waiter becomes idle as well."),
];

#[derive(Default)]
struct LendsTwice;

impl Deviation for LendsTwice {
    fn lends_twice(&self) -> bool {
        true
    }
}

#[derive(Default)]
struct HandsOverAndParks;

impl Deviation for HandsOverAndParks {
    fn hands_over_and_parks(&self) -> bool {
        true
    }
}
