//! Wrong pools for ACCT-02.

use super::prelude::*;

pub(super) const RULE: &str = "ACCT-02";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("failure-uncounts", &[Handoff], Mistake::FailureUncounts)
        .says("A connect that fails while another waits is subtracted from what never counted it."),
    WrongPool::new("waiters-make-idle-negative", &[Handoff, Plain], Mistake::WaitersMakeIdleNegative)
        .says("The idle number is computed from one that counts waiters as users, and wraps."),
    WrongPool::new("status-reads-twice", &[Semaphore], Mistake::StatusReadsTwice)
        .race()
        .says("The status is the difference of numbers that were read one after the other."),
];
