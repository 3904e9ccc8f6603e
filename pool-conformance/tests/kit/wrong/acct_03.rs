//! Wrong pools for ACCT-03.

use super::prelude::*;

pub(super) const RULE: &str = "ACCT-03";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("broken-stays-counted", &[Semaphore, Plain], Mistake::BrokenStaysCounted)
        .says("A connection that comes back broken is ended and counted for ever."),
    WrongPool::new("cancelled-check-stays-counted", &[Semaphore], Mistake::CancelledCheckStaysCounted)
        .says("A connection whose check is cancelled is ended and counted for ever."),
    WrongPool::new("failed-check-stays-counted", &[Handoff], Mistake::FailedCheckStaysCounted)
        .says("A connection whose check fails is ended and counted for ever."),
];
