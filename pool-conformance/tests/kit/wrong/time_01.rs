//! Wrong pools for TIME-01.

use super::prelude::*;

pub(super) const RULE: &str = "TIME-01";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("limit-leaves-out-the-queue", &[Semaphore, Handoff], Mistake::LimitLeavesOutTheQueue)
        .says("The limit begins when the wait is over."),
    WrongPool::new("limit-begins-anew", &[Plain], Mistake::LimitBeginsAnew)
        .says("Each wake-up begins the limit anew."),
    WrongPool::new("woken-in-vain-is-timeout", &[Plain], Mistake::WokenInVainIsTimeout)
        .says("A waiter that is woken and finds that a newcomer was faster reports a timeout."),
];
