//! Wrong pools for ACCT-09.

use super::prelude::*;

pub(super) const RULE: &str = "ACCT-09";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("waiting-is-zero", &[Plain], Mistake::of::<WaitingIsZero>())
        .extended()
        .says("The number of waiters is reported and never counted."),
    WrongPool::new("acquired-is-in-use", &[Plain], Mistake::of::<AcquiredIsInUse>()).extended().says(
        "What was acquired is taken for what is in use, so that the counter goes down with every return.",
    ),
    WrongPool::new("timeouts-count-as-failures", &[Plain], Mistake::of::<TimeoutsCountAsFailures>())
        .extended()
        .says("An acquire that comes to its limit counts as one that failed."),
];

#[derive(Default)]
struct WaitingIsZero;

impl Deviation for WaitingIsZero {
    fn status(&self, read: &dyn Fn() -> Status, _traffic: &Traffic) -> Status {
        read().waiting(0)
    }
}

#[derive(Default)]
struct AcquiredIsInUse;

impl Deviation for AcquiredIsInUse {
    fn counters(&self, mut honest: Counters, status: Status) -> Counters {
        honest.acquired = u64::try_from(status.in_use).unwrap_or(u64::MAX);
        honest
    }
}

#[derive(Default)]
struct TimeoutsCountAsFailures;

impl Deviation for TimeoutsCountAsFailures {
    fn counters(&self, mut honest: Counters, _status: Status) -> Counters {
        honest.failures += std::mem::take(&mut honest.timeouts);
        honest
    }
}
