//! Wrong pools for LIFE-08.

use super::prelude::*;

pub(super) const RULE: &str = "LIFE-08";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("close-keeps-idle", &[Semaphore, Handoff], Mistake::CloseKeepsIdle)
        .says("`close` closes the door and leaves the idle connections behind it."),
    WrongPool::new("close-leaves-endings-to-tasks", &[Actor, Plain], Mistake::CloseLeavesEndingsToTasks)
        .says("`close` starts a task for each ending and waits for none."),
];
