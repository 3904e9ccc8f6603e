//! Wrong pools for CONC-05.

use super::prelude::*;

pub(super) const RULE: &str = "CONC-05";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("wakes-under-lock", &[Handoff, Plain], Mistake::WakesUnderLock)
        .says("A waiter is woken under the lock."),
    WrongPool::new("drops-under-lock", &[Semaphore, Plain], Mistake::DropsUnderLock)
        .says("A connection that is of no more use is dropped under the lock."),
    WrongPool::new("asks-under-lock", &[Semaphore, Handoff], Mistake::AsksUnderLock)
        .says("The manager is asked under the lock whether a connection has broken."),
];
