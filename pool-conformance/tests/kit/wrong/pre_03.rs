//! Wrong pools for PRE-03.

use super::prelude::*;

pub(super) const RULE: &str = "PRE-03";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("failed-prefill-is-ok", &[Semaphore, Actor], Mistake::FailedPrefillIsOk)
        .says("`init` swallows the error of its connect."),
    WrongPool::new("failed-prefill-hangs", &[Handoff], Mistake::FailedPrefillHangs)
        .says("After a failure `init` goes on to wait for the number it wants."),
    WrongPool::new("filled-once-tried", &[Semaphore, Handoff], Mistake::FilledOnceTried)
        .says("`init` notes that it has filled the pool before it has."),
];
