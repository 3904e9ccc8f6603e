//! Wrong pools for ERR-01.

use super::prelude::*;

pub(super) const RULE: &str = "ERR-01";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("retries-for-ever", &[Semaphore], Mistake::RetriesForEver)
        .says("While connecting fails the acquire tries again, with pauses and without end."),
    WrongPool::new("failed-connect-queues-again", &[Handoff], Mistake::FailedConnectQueuesAgain)
        .says("An acquire whose connect failed queues again, for a place that nobody has."),
];
