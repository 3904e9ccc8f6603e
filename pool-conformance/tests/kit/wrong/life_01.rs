//! Wrong pools for LIFE-01.

use super::prelude::*;

pub(super) const RULE: &str = "LIFE-01";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("init-keeps-its-permits", &[Semaphore], Mistake::InitKeepsItsPermits)
        .says("The prefill takes a permit for each connection that it opens, and keeps it."),
    WrongPool::new("ready-only-if-prefilled", &[Handoff, Actor], Mistake::ReadyOnlyIfPrefilled)
        .says("The loop that prefills also marks the pool as ready; with nothing to prefill, it never is."),
];
