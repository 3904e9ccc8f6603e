//! Wrong pools for HLTH-02.

use super::prelude::*;

pub(super) const RULE: &str = "HLTH-02";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("checks-nothing", &[Semaphore, Handoff], Mistake::NONE)
        .undeclared(Policy { check: Check::Never, ..Policy::USUAL })
        .says("The setting that asks for checks is kept, and never looked at."),
    WrongPool::new("skips-undeclared", &[Semaphore, Plain], Mistake::NONE)
        .undeclared(Policy { check: Check::UnlessRecent, ..Policy::USUAL })
        .says("What came back a moment ago is lent without the check that the setting asks for."),
    WrongPool::new("failed-check-is-reported", &[Actor, Plain], Mistake::of::<FailedCheckIsReported>())
        .says("A check that fails is the error of the acquire, and the connection goes back."),
    WrongPool::new(
        "slow-check-goes-back",
        &[Semaphore, Handoff, Actor, Plain],
        Mistake::of::<SlowCheckGoesBack>(),
    )
    .says("A connection whose check outlasts the limit goes back like any other."),
];

#[derive(Default)]
struct FailedCheckIsReported;

impl Deviation for FailedCheckIsReported {
    fn reports_failed_check(&self) -> bool {
        true
    }
}

#[derive(Default)]
struct SlowCheckGoesBack;

impl Deviation for SlowCheckGoesBack {
    fn ends_slow_checks(&self) -> bool {
        false
    }
}
