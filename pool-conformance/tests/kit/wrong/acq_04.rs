//! Wrong pools for ACQ-04.

use super::prelude::*;

pub(super) const RULE: &str = "ACQ-04";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("full-is-timeout", &[Semaphore, Plain], Mistake::FullIsTimeout)
        .says("A full pool tries once and reports a timeout."),
    WrongPool::new("full-opens-one-more", &[Handoff, Actor], Mistake::FullOpensOneMore)
        .says("An off-by-one opens one more in a full pool."),
    WrongPool::new("waits-only-once", &[Plain], Mistake::WaitsOnlyOnce)
        .says("A waiter that is woken and finds that a newcomer was faster gives up."),
];
