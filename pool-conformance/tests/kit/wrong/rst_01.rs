//! Wrong pools for RST-01.

use super::prelude::*;

pub(super) const RULE: &str = "RST-01";

const RESETS_TO_LEND: Policy =
    Policy { check: Check::OnBorrow, cancelled_check: CancelledCheck::Discard, ..Policy::USUAL };

const RESETS_WHAT_RETURNS: Policy = Policy {
    check: Check::OnReturn,
    cancelled_check: CancelledCheck::Discard,
    release: Release::Spawned,
    ..Policy::USUAL
};

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("resets-if-asked-to-validate", &[Semaphore, Handoff], Mistake::NONE)
        .policy(RESETS_TO_LEND)
        .undeclared(Policy { check: Check::Configured, ..RESETS_TO_LEND })
        .says("The reset is a part of the check, and where checks are off there is none."),
    WrongPool::new("never-resets", &[Semaphore], Mistake::NONE)
        .policy(RESETS_WHAT_RETURNS)
        .undeclared(Policy { check: Check::Never, ..RESETS_WHAT_RETURNS })
        .says("What comes back is lent again as it is."),
];
