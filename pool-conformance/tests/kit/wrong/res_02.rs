//! Wrong pools for RES-02.

use std::{any::Any, thread};

use super::prelude::*;

pub(super) const RULE: &str = "RES-02";

pub(super) const WRONG: &[WrongPool] = &[WrongPool::new(
    "orphan-guard-panics",
    &[Semaphore, Handoff, Actor],
    Mistake::of::<OrphanGuardPanics>(),
)
.says("A guard that outlives the handles, or the task, panics when it is dropped.")];

#[derive(Default)]
struct OrphanGuardPanics;

impl Deviation for OrphanGuardPanics {
    fn guard_dropped(&self, guard: Box<dyn Any + Send>, orphaned: bool) {
        assert!(!orphaned || thread::panicking(), "the pool of this guard is gone");
        drop(guard);
    }
}
