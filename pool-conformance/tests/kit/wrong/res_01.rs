//! Wrong pools for RES-01.

use super::prelude::*;

pub(super) const RULE: &str = "RES-01";

pub(super) const WRONG: &[WrongPool] =
    &[WrongPool::new("arc-cycle", &[Semaphore, Actor], Mistake::of::<ArcCycle>())
        .says("The pool owns itself.")];

#[derive(Default)]
struct ArcCycle;

impl Deviation for ArcCycle {
    fn owns_itself(&self) -> bool {
        true
    }
}
