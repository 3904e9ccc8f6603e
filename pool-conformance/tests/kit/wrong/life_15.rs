//! Wrong pools for LIFE-15.

use super::prelude::*;

pub(super) const RULE: &str = "LIFE-15";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("close-stops-at-failure", &[Semaphore, Handoff], Mistake::of::<CloseStopsAtFailure>())
        .says("The first `disconnect` that fails is the last one that `close` tries."),
    WrongPool::new("failed-ending-counts-on", &[Plain], Mistake::of::<FailedEndingCountsOn>())
        .says("A `disconnect` that fails is never ticked off, and `close` waits for it."),
];

#[derive(Default)]
struct CloseStopsAtFailure;

impl Deviation for CloseStopsAtFailure {
    fn after_failed_ending(&self) -> AfterFailure {
        AfterFailure::Stops
    }
}

#[derive(Default)]
struct FailedEndingCountsOn;

impl Deviation for FailedEndingCountsOn {
    fn after_failed_ending(&self) -> AfterFailure {
        AfterFailure::CountsOn
    }
}
