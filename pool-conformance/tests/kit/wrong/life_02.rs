//! Wrong pools for LIFE-02.

use super::prelude::*;

pub(super) const RULE: &str = "LIFE-02";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("second-init-fills-again", &[Semaphore, Handoff], Mistake::SecondInitFillsAgain)
        .says("Nothing stops a second `init` from filling the pool once more."),
    WrongPool::new("concurrent-inits-both-fill", &[Plain], Mistake::ConcurrentInitsBothFill)
        .says("`init` is marked as done when it is done, so that two at once both fill."),
    WrongPool::new("second-init-starts-over", &[Actor], Mistake::SecondInitStartsOver)
        .says("A second `init` throws away what is idle and begins anew."),
];
