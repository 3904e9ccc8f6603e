//! Whether anything is under way.

use super::Sim;
use crate::model::Actor;

/// What is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quiescence {
    /// An actor has been woken or not yet been polled, a task is ready, or a call of the manager runs.
    Moving,
    /// Nothing can happen but by time or by another step, and this acquire, or more of them, waits.
    Waiting(Actor),
    /// The same, and something else is pending as well.
    Pending,
    /// Nothing.
    Idle,
}

impl Sim<'_> {
    pub(crate) fn quiescence(&self) -> Quiescence {
        if self.trace.summary().running > 0 || self.clock().has_ready_tasks() {
            return Quiescence::Moving;
        }
        let mut found = Quiescence::Idle;
        for task in self.tasks.all.iter().filter(|task| task.is_pending()) {
            if !task.polled || self.tasks.woken(task).is_some() {
                return Quiescence::Moving;
            }
            found = match found {
                Quiescence::Idle if task.is_acquiring() => Quiescence::Waiting(task.actor),
                Quiescence::Waiting(first) if task.is_acquiring() => Quiescence::Waiting(first),
                _ => Quiescence::Pending,
            };
        }
        found
    }
}
