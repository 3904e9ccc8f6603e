//! Wrong pools for RES-03.

use super::prelude::*;

pub(super) const RULE: &str = "RES-03";

pub(super) const WRONG: &[WrongPool] =
    &[WrongPool::new("reaper-outlives-pool", &[Semaphore, Plain], Mistake::ReaperOutlivesPool)
        .says("A task that looks after the pool keeps it alive, and nothing ends the task.")];
