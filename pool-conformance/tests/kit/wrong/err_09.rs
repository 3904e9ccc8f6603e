//! Wrong pools for ERR-09.

use super::prelude::*;

pub(super) const RULE: &str = "ERR-09";

pub(super) const WRONG: &[WrongPool] =
    &[WrongPool::new("hot-retry", &[Semaphore, Actor, Plain], Mistake::HotRetry)
        .says("While connecting fails, it is tried again at once.")];
