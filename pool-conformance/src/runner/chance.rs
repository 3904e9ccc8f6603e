//! The scenarios of a pool that chooses at random.

use std::sync::Arc;

use super::{
    job::{Done, Job},
    part_outcome::PartOutcome,
    plan::Plan,
    watchdog::{self, Deadline, workers},
};
use crate::subject::AnySubject;

/// How many times more the scenarios are gone through.
const MORE: usize = 4;

/// Goes through the scenarios a few times more: what is broken in one outcome is broken.
pub(super) fn judge_by_chance(
    subject: &Arc<dyn AnySubject>,
    plan: &Plan,
    parts: &mut [(&'static str, PartOutcome)],
    deadline: Deadline,
) {
    let jobs: Vec<Job> = plan.to_judge().flat_map(Job::parts_of).collect();
    for _ in 0..MORE {
        let crew = (workers(&jobs), deadline);
        let again = watchdog::run(subject, &plan.attribution, jobs.clone(), crew, |_, _| {});
        for ((_, outcome), done) in parts.iter_mut().zip(again) {
            if let Done::Judged(again) = done {
                outcome.note_again(again);
            }
        }
    }
}
