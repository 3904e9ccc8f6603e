//! Wrong pools for RST-02.

use super::prelude::*;

pub(super) const RULE: &str = "RST-02";

const RESETS_TO_LEND: Policy =
    Policy { check: Check::OnBorrow, cancelled_check: CancelledCheck::Discard, ..Policy::USUAL };

const RESETS_WHAT_RETURNS: Policy = Policy {
    check: Check::OnReturn,
    cancelled_check: CancelledCheck::Discard,
    release: Release::Spawned,
    ..Policy::USUAL
};

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("cancelled-reset-goes-back", &[Semaphore, Handoff], Mistake::NONE)
        .policy(RESETS_TO_LEND)
        .undeclared(Policy { cancelled_check: CancelledCheck::Keep, ..RESETS_TO_LEND })
        .says("A connection of which the reset is dropped half-way goes back like any other."),
    WrongPool::new("failed-reset-goes-back", &[Semaphore], Mistake::of::<FailedResetGoesBack>())
        .policy(RESETS_WHAT_RETURNS)
        .says("A reset that fails is logged, and the connection goes back like any other."),
];

#[derive(Default)]
struct FailedResetGoesBack;

impl Deviation for FailedResetGoesBack {
    fn passes(&self, _passed: bool) -> bool {
        true
    }
}
