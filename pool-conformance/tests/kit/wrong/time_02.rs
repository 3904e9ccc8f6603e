//! Wrong pools for TIME-02.

use super::prelude::*;

pub(super) const RULE: &str = "TIME-02";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("limit-leaves-out-the-check", &[Semaphore, Plain], Mistake::LimitLeavesOutTheCheck)
        .says("The limit covers the wait and the connect, and a check may take for ever."),
    WrongPool::new("limit-leaves-out-the-connect", &[Handoff], Mistake::LimitLeavesOutTheConnect)
        .says("The limit covers the wait and the check, and a connect may take for ever."),
    WrongPool::new("each-phase-has-a-limit", &[Handoff, Plain], Mistake::EachPhaseHasALimit)
        .says("Wait, check and connect have the limit each for itself."),
];
