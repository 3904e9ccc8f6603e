//! Seeing when the failures that are told were decided.

use std::sync::Arc;

use super::{
    aggregate::Explorations,
    job::{Done, Job},
    plan::Plan,
    watchdog::{self, Deadline, workers},
};
use crate::{
    explore::{Counterexample, Prospects},
    model::Script,
    subject::AnySubject,
};

/// Of how many failures it is seen, at most.
const MOST: usize = 20;

/// Looks at what could still have become of the scripts that are told, unless what they lead to may not come back or may come
/// out otherwise.
pub(super) fn foresee(
    judged: &Arc<dyn AnySubject>,
    plan: &Plan,
    explorations: &mut Explorations<'_>,
    deadline: Deadline,
) {
    let by_chance = explorations.coverage.iter().any(|coverage| coverage.by_chance);
    if by_chance || explorations.found.iter().any(|found| found.finding.symptom.is_of_blocking()) {
        return;
    }
    let told = plan.to_judge().flat_map(|definition| explorations.distinct(&definition.rule));
    let jobs: Vec<Job> = told.filter_map(job).take(MOST).collect();
    let done = watchdog::run(judged, &plan.attribution, jobs.clone(), (workers(&jobs), deadline), |_, _| {});
    explorations.prospects = jobs.into_iter().zip(done).filter_map(seen).collect();
}

fn job(found: &Counterexample) -> Option<Job> {
    let script = found.script.clone()?;
    Some(Job::Foresee(Box::new((script, found.finding.clone()))))
}

fn seen((job, done): (Job, Done)) -> Option<(Script, Prospects)> {
    match (job, done) {
        (Job::Foresee(broken), Done::Foreseen(Some(prospects))) => Some((broken.0, prospects)),
        _ => None,
    }
}
