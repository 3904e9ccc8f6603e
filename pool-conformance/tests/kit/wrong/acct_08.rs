//! Wrong pools for ACCT-08.

use super::prelude::*;

pub(super) const RULE: &str = "ACCT-08";

pub(super) const WRONG: &[WrongPool] = &[WrongPool::new("drops-what-is-broken", &[Semaphore], Mistake::NONE)
    .policy(Policy { release: Release::Spawned, ..Policy::USUAL })
    .undeclared(Policy::USUAL)
    .says("A guard that is dropped with a broken connection drops that, although the pool declares a task for it.")];
