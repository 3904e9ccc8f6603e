//! Wrong pools for ERR-02.

use super::prelude::*;

pub(super) const RULE: &str = "ERR-02";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("failed-connect-is-timeout", &[Semaphore, Actor], Mistake::FailedConnectIsTimeout)
        .says("A failed connect is reported as a timeout."),
    WrongPool::new("closed-is-exhausted", &[Handoff, Plain], Mistake::ClosedIsExhausted)
        .says("A closed pool reports that it is exhausted."),
];
