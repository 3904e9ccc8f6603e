//! Wrong pools for TIME-08.

use super::prelude::*;
use crate::pools::policy::Opener;

pub(super) const RULE: &str = "TIME-08";

const IN_TASKS: Policy = Policy { opener: Opener::Task, ..Policy::USUAL };

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("connect-in-task-has-no-limit", &[Actor], Mistake::of::<ConnectInTaskHasNoLimit>())
        .says("A connect that a task makes has no limit: one that hangs keeps its place for ever."),
    WrongPool::new("connect-in-task-has-no-limit", &[Semaphore], Mistake::of::<ConnectInTaskHasNoLimit>())
        .policy(IN_TASKS)
        .says("A connect that a task makes has no limit: one that hangs keeps its place for ever."),
];

#[derive(Default)]
struct ConnectInTaskHasNoLimit;

impl Deviation for ConnectInTaskHasNoLimit {
    fn limits(&self, phase: Phase) -> bool {
        phase == Phase::Acquire
    }
}
