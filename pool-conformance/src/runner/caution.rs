//! What is not begun with a pool of which the memory may break: where a connection is used by two, long scripts and threads can end the
//! process before there is a report.

use super::{
    job::{Done, Job},
    part_outcome::PartOutcome,
};
use crate::{explore::Explored, model::Symptom};

/// Who breaks the memory of a pool that has unsafe code shows one of these first.
const OMENS: [Symptom; 2] = [Symptom::Shared, Symptom::UsedAfterEnd];

/// Whether a connection was seen to be used by two, or after its end.
pub(super) fn is_called_for(jobs: &[Job], done: &[Done]) -> bool {
    jobs.iter().zip(done).any(|(job, done)| match (job, done) {
        (Job::Judge { definition, .. }, Done::Judged(PartOutcome::Broken(_))) => {
            definition.owns.iter().any(|owned| OMENS.contains(&owned.symptom))
        }
        (_, Done::Explored(explored)) => {
            explored.found.iter().any(|found| OMENS.contains(&found.finding.symptom))
        }
        _ => false,
    })
}

/// What is said of what was not begun.
pub(super) fn left_out() -> Done {
    Done::Explored(Explored::left_out())
}
