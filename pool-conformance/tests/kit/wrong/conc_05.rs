//! Wrong pools for CONC-05.

use super::prelude::*;

pub(super) const RULE: &str = "CONC-05";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("wakes-under-lock", &[Handoff, Plain], Mistake::of::<WakesUnderLock>())
        .says("A waiter is woken under the lock."),
    WrongPool::new("drops-under-lock", &[Semaphore, Plain], Mistake::of::<DropsUnderLock>())
        .says("A connection that is of no more use is dropped under the lock."),
    WrongPool::new("asks-under-lock", &[Semaphore, Handoff], Mistake::of::<AsksUnderLock>())
        .says("The manager is asked under the lock whether a connection has broken."),
    WrongPool::new("close-drops-under-lock", &[Semaphore, Plain], Mistake::of::<CloseDropsUnderLock>()).says(
        "`close` clears the list of what is idle under the lock, once some of it has been disconnected.",
    ),
];

#[derive(Default)]
struct CloseDropsUnderLock;

impl Deviation for CloseDropsUnderLock {
    fn holds_lock_during(&self, foreign: Foreign) -> bool {
        foreign == Foreign::DropAll
    }
}

#[derive(Default)]
struct WakesUnderLock;

impl Deviation for WakesUnderLock {
    fn holds_lock_during(&self, foreign: Foreign) -> bool {
        foreign == Foreign::Wake
    }
}

#[derive(Default)]
struct DropsUnderLock;

impl Deviation for DropsUnderLock {
    fn holds_lock_during(&self, foreign: Foreign) -> bool {
        foreign == Foreign::Drop
    }
}

#[derive(Default)]
struct AsksUnderLock;

impl Deviation for AsksUnderLock {
    fn holds_lock_during(&self, foreign: Foreign) -> bool {
        foreign == Foreign::HasBroken
    }
}
