//! Wrong pools for TIME-02.

use super::prelude::*;

pub(super) const RULE: &str = "TIME-02";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new(
        "limit-leaves-out-the-check",
        &[Semaphore, Plain],
        Mistake::of::<LimitLeavesOutTheCheck>(),
    )
    .says("The limit covers the wait and the connect, and a check may take for ever."),
    WrongPool::new("limit-leaves-out-the-connect", &[Handoff], Mistake::of::<LimitLeavesOutTheConnect>())
        .says("The limit covers the wait and the check, and a connect may take for ever."),
    WrongPool::new("each-phase-has-a-limit", &[Handoff, Plain], Mistake::of::<EachPhaseHasALimit>())
        .says("Wait, check and connect have the limit each for itself."),
];

#[derive(Default)]
struct LimitLeavesOutTheCheck;

impl Deviation for LimitLeavesOutTheCheck {
    fn limits(&self, phase: Phase) -> bool {
        matches!(phase, Phase::Queue | Phase::Connect)
    }

    fn ends_slow_checks(&self) -> bool {
        false
    }
}

#[derive(Default)]
struct LimitLeavesOutTheConnect;

impl Deviation for LimitLeavesOutTheConnect {
    fn limits(&self, phase: Phase) -> bool {
        matches!(phase, Phase::Queue | Phase::Check)
    }

    fn ends_slow_checks(&self) -> bool {
        false
    }
}

#[derive(Default)]
struct EachPhaseHasALimit;

impl Deviation for EachPhaseHasALimit {
    fn limits(&self, phase: Phase) -> bool {
        matches!(phase, Phase::Queue | Phase::Check | Phase::Connect)
    }
}
