//! Wrong pools for CONC-07.

use super::prelude::*;

pub(super) const RULE: &str = "CONC-07";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("endless-retry-in-poll", &[Semaphore, Plain], Mistake::EndlessRetryInPoll)
        .says("What fails its check is replaced by a new one, which is checked, without end."),
    WrongPool::new("endless-connect-in-poll", &[Handoff], Mistake::EndlessConnectInPoll)
        .says("While connecting fails, it is tried again within the same poll."),
];
