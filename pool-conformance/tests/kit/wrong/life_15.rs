//! Wrong pools for LIFE-15.

use super::prelude::*;

pub(super) const RULE: &str = "LIFE-15";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("close-stops-at-failure", &[Semaphore, Handoff], Mistake::CloseStopsAtFailure)
        .says("The first `disconnect` that fails is the last one that `close` tries."),
    WrongPool::new("failed-ending-counts-on", &[Plain], Mistake::FailedEndingCountsOn)
        .says("A `disconnect` that fails is never ticked off, and `close` waits for it."),
];
