//! Failures that end with the same step are told together: mending one often mends the others.

use super::{Failure, Outcome, RuleResult, Scene};
use crate::model::{Actor, Call, CallEnd, Event, PROBE_PANIC, Settled, Step};

/// What several failures have in common.
pub(crate) struct Cause<'a> {
    pub(crate) what: &'a str,
    /// The failures, the one with the shortest story first.
    pub(crate) failures: Vec<(&'a RuleResult, &'a Failure)>,
}

/// The failures of a report by their causes, the one to begin with first: a panic, and then what takes the fewest steps.
pub(crate) fn causes(results: &[RuleResult]) -> Vec<Cause<'_>> {
    let mut causes: Vec<Cause<'_>> = Vec::new();
    for (result, failure) in results.iter().flat_map(failures) {
        match causes.iter_mut().find(|cause| cause.what == failure.cause()) {
            Some(cause) => cause.failures.push((result, failure)),
            None => causes.push(Cause { what: failure.cause(), failures: vec![(result, failure)] }),
        }
    }
    for cause in &mut causes {
        cause.failures.sort_by_key(|(result, failure)| urgency(result, failure));
    }
    causes.sort_by_key(|cause| cause.failures.first().map(|(result, failure)| urgency(result, failure)));
    causes
}

fn failures(result: &RuleResult) -> impl Iterator<Item = (&RuleResult, &Failure)> {
    result.outcome().failures().iter().map(move |failure| (result, failure))
}

/// In which order failures are looked into: what is accepted or deviates last, panics first, then by the number of steps.
fn urgency(result: &RuleResult, failure: &Failure) -> (u8, bool, usize) {
    let kind = match result.outcome() {
        Outcome::Fail(_) => 0,
        Outcome::Deviates(_) => 1,
        _ => 2,
    };
    let steps = if failure.is_by_chance() { usize::MAX } else { failure.steps().len() };
    (kind, !failure.panicked(), steps)
}

/// What a story ends with, in words that do not depend on which client it is; and whether the pool panicked. Without a step it is
/// about building a pool, where it is known which, and otherwise about threads.
pub(super) fn cause_of(scenes: &[Scene<'_>], is_built: bool) -> (String, bool) {
    if let Some(text) = scenes.iter().flat_map(|scene| &scene.effects).find_map(|event| own_panic(event)) {
        return (format!("an operation of the pool panics: {text}"), true);
    }
    let in_script = || scenes.iter().rev().filter(|scene| !scene.afterwards);
    let last = in_script().find(|scene| !is_mere_time(scene.step)).or_else(|| in_script().next());
    let otherwise = || if is_built { "a pool is built" } else { "threads meet" }.to_owned();
    (last.map_or_else(otherwise, ends_with), false)
}

/// What an operation panicked with that no call of the manager panicked with.
fn own_panic(event: &Event) -> Option<&str> {
    match event {
        Event::Settled(_, Settled::Panicked(text)) if !text.contains(PROBE_PANIC) => Some(text),
        _ => None,
    }
}

fn is_mere_time(step: Step) -> bool {
    matches!(step, Step::Advance(_) | Step::Settle | Step::Tasks)
}

fn ends_with(scene: &Scene<'_>) -> String {
    let text = scene.step.to_string();
    let text = match scene.step.actor() {
        Some(actor @ Actor::Client(_)) => text.replacen(&actor.to_string(), "a client", 1),
        _ => text,
    };
    let abandons = |kind| {
        let is_end = |event: &&Event| matches!(event, Event::Returned { kind: ended, end: CallEnd::Abandoned, .. } if *ended == kind);
        scene.effects.iter().any(is_end)
    };
    let during = [Call::Connect, Call::Check, Call::Disconnect].into_iter().find(|kind| abandons(*kind));
    during.map_or(text.clone(), |kind| format!("{text} during its {}", kind.name()))
}
