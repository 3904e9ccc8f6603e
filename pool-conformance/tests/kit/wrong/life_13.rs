//! Wrong pools for LIFE-13.

use super::prelude::*;

pub(super) const RULE: &str = "LIFE-13";

const WAITING: Policy = Policy { close: CloseMode::Wait, ..Policy::USUAL };

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("close-does-not-wait-for-guards", &[Semaphore, Handoff, Actor, Plain], Mistake::NONE)
        .policy(WAITING)
        .undeclared(Policy::USUAL)
        .says("`close` ends what is idle and leaves guards to themselves, although the pool declares that it waits."),
    WrongPool::new("close-leaves-endings-to-tasks", &[Semaphore, Plain], Mistake::of::<EndsInTasks>())
        .policy(WAITING)
        .says("Tasks end connections, and nobody waits for these."),
];

#[derive(Default)]
struct EndsInTasks;

impl Deviation for EndsInTasks {
    fn disconnects_in_task(&self) -> bool {
        true
    }
}
