//! Wrong pools for LIFE-08.

use super::prelude::*;

pub(super) const RULE: &str = "LIFE-08";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("close-keeps-idle", &[Semaphore, Handoff], Mistake::of::<CloseKeepsIdle>())
        .says("`close` closes the door and leaves the idle connections behind it."),
    WrongPool::new(
        "close-leaves-endings-to-tasks",
        &[Actor, Plain],
        Mistake::of::<CloseLeavesEndingsToTasks>(),
    )
    .says("`close` starts a task for each ending and waits for none."),
];

#[derive(Default)]
struct CloseKeepsIdle;

impl Deviation for CloseKeepsIdle {
    fn ends_idle(&self, _refused: bool) -> bool {
        false
    }
}

#[derive(Default)]
struct CloseLeavesEndingsToTasks;

impl Deviation for CloseLeavesEndingsToTasks {
    fn disconnects_in_task(&self) -> bool {
        true
    }
}
