//! Wrong pools for CONC-07.
//!
//! The rule's own scenario finds each of them in one schedule of 3 steps. Exploration took 24 schedules for the plain pool and
//! needed 2 steps, as long as that pool replaced only what had been idle.

use super::prelude::*;

pub(super) const RULE: &str = "CONC-07";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("endless-retry-in-poll", &[Semaphore, Plain], Mistake::of::<EndlessRetryInPoll>())
        .says("What fails its check is replaced by a new one, which is checked, without end."),
    WrongPool::new("endless-connect-in-poll", &[Handoff], Mistake::of::<EndlessConnectInPoll>())
        .says("While connecting fails, it is tried again within the same poll."),
];

#[derive(Default)]
struct EndlessRetryInPoll {
    checks: bool,
    rounds: help::Rounds,
}

impl Deviation for EndlessRetryInPoll {
    fn build(&mut self, config: &mut Config) {
        self.checks = config.validate_on_acquire;
    }

    fn checks_what_it_opens(&self) -> bool {
        self.checks
    }

    fn tries_again(&self, attempt: Attempt) -> bool {
        self.rounds.next();
        attempt == Attempt::CheckFailed
    }
}

#[derive(Default)]
struct EndlessConnectInPoll {
    rounds: help::Rounds,
}

impl Deviation for EndlessConnectInPoll {
    fn tries_again(&self, _attempt: Attempt) -> bool {
        self.rounds.next();
        true
    }
}
