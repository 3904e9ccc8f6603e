//! Wrong pools for LIFE-06.

use super::prelude::*;

pub(super) const RULE: &str = "LIFE-06";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("second-close-hangs", &[Semaphore], Mistake::SecondCloseHangs)
        .says("A second `close` waits for a lock that the first has never given back."),
    WrongPool::new("second-close-panics", &[Plain, Actor], Mistake::SecondClosePanics)
        .says("A second `close` finds gone what the first has taken, and panics."),
];
