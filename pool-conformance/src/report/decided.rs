//! When a failure was decided, in words.

use crate::{
    explore::{Matters, Prospects, Ways},
    model::{Script, Step},
};

/// What could still have become of a run of the script, a sentence each.
pub(super) fn decided(script: &Script, prospects: &Prospects) -> Vec<String> {
    let nearest = prospects.nearest.as_ref().map(|(shared, other)| passing(*shared, other));
    turning_point(script, prospects)
        .into_iter()
        .chain(what_matters(script, prospects))
        .chain(nearest)
        .collect()
}

/// The step after which nothing else could come of it, or how much could after the last.
fn turning_point(script: &Script, prospects: &Prospects) -> Option<String> {
    let Some(after) = prospects.inevitable_after() else {
        let Ways { broken, all } = prospects.after.last().copied().flatten()?;
        return Some(format!(
            "never for certain: {broken} of {all} ways on from the last step break the rule"
        ));
    };
    let Some(before) = after.checked_sub(1) else {
        return Some("from the start: every way on breaks the rule".to_owned());
    };
    let step = script.steps[before];
    Some(match prospects.after[before] {
        Some(Ways { broken, all }) => {
            format!(
                "with \"{step}\": before it {broken} of {all} ways on break the rule, after it every one does"
            )
        }
        None => format!("with \"{step}\" at the latest: after it every way on breaks the rule"),
    })
}

/// The steps that are there for a reason, or for none; of the others it is the moment that matters.
fn what_matters(script: &Script, prospects: &Prospects) -> Vec<String> {
    let steps_that = |matters: Matters| {
        let steps = script.steps.iter().enumerate();
        let those = steps.filter(move |(at, _)| prospects.matters(*at, script) == Some(matters));
        those.map(|(_, step)| format!("\"{step}\"")).collect::<Vec<_>>().join(", ")
    };
    let kinds =
        [(Matters::Happening, "it takes"), (Matters::Nothing, "anything else would have done as well as")];
    let told = kinds.map(|(matters, words)| (words, steps_that(matters)));
    let told = told.into_iter().filter(|(_, steps)| !steps.is_empty());
    told.map(|(words, steps)| format!("{words} {steps}")).collect()
}

fn passing(shared: usize, other: &Script) -> String {
    let rest: Vec<String> = other.steps[shared..].iter().map(Step::to_string).collect();
    match shared.checked_sub(1).map(|last| other.steps[last]) {
        Some(last) if rest.is_empty() => format!("it passes where \"{last}\" is the last step"),
        Some(last) => format!("it passes where after \"{last}\" comes: {}", rest.join("; ")),
        None => format!("it passes where this comes: {}", rest.join("; ")),
    }
}
