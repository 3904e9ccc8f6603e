//! Wrong pools for RES-01.

use super::prelude::*;

pub(super) const RULE: &str = "RES-01";

pub(super) const WRONG: &[WrongPool] =
    &[WrongPool::new("arc-cycle", &[Semaphore, Actor], Mistake::ArcCycle).says("The pool owns itself.")];
