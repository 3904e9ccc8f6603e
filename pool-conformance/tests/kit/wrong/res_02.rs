//! Wrong pools for RES-02.

use super::prelude::*;

pub(super) const RULE: &str = "RES-02";

pub(super) const WRONG: &[WrongPool] =
    &[WrongPool::new("orphan-guard-panics", &[Semaphore, Handoff, Actor], Mistake::OrphanGuardPanics)
        .says("A guard that outlives the handles, or the task, panics when it is dropped.")];
