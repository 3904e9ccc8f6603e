//! Wrong pools for HLTH-05.

use std::time::Duration;

use super::prelude::*;

pub(super) const RULE: &str = "HLTH-05";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("waits-for-a-better-day", &[Semaphore, Handoff], Mistake::of::<WaitsForABetterDay>()).says(
        "What fails its check when it is new is replaced after a pause, for ever: the limit is one on the wait for a place.",
    ),
];

#[derive(Default)]
struct WaitsForABetterDay {
    checks: bool,
}

#[async_trait]
impl Deviation for WaitsForABetterDay {
    fn build(&mut self, config: &mut Config) {
        self.checks = config.validate_on_acquire;
    }

    fn limits(&self, phase: Phase) -> bool {
        phase == Phase::Queue
    }

    fn checks_what_it_opens(&self) -> bool {
        self.checks
    }

    async fn pause(&self) {
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
