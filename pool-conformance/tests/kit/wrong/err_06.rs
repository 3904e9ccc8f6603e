//! Wrong pools for ERR-06.

use super::prelude::*;

pub(super) const RULE: &str = "ERR-06";

pub(super) const WRONG: &[WrongPool] =
    &[WrongPool::new("outage-latches", &[Semaphore, Actor], Mistake::OutageLatches)
        .says("After three failures the pool does not try again, ever.")];
