//! What is said of a job that has ended a process, as far as it is known.

use super::{
    hang::untried,
    job::{Done, Job, Replayed},
    part_outcome::PartOutcome,
    preflight::Obstacle,
};
use crate::{
    child::{Death, Foretold, UnderWay},
    explore::{Counterexample, Explored},
    machine::MachineError,
    model::{Declaration, Entry, Event, Script, Symptom, VirtualDuration, read_any_step},
    oracle::{Attribution, Finding},
    report::Failure,
};

/// What is said of a job of which something is known before it is done.
pub(super) fn foretold(
    job: &Job,
    known: Foretold<'_>,
    attribution: &Attribution,
    declaration: &Declaration,
) -> Done {
    match known {
        Foretold::LeftOut(why) => untried(job, why),
        Foretold::Died(death) if !death.certain => untried(job, &doubt(&death.how)),
        Foretold::Died(death) => died(job, death, attribution, declaration),
    }
}

fn doubt(how: &str) -> String {
    format!(
        "not tried to its end: the process that judges the pool was lost while this was under way ({how}), and when this was \
         tried again alone, it was not"
    )
}

fn died(job: &Job, death: &Death, attribution: &Attribution, declaration: &Declaration) -> Done {
    let script: Option<Script> = death.at.script.parse().ok();
    let told = Script::told(&death.at.script);
    let entries = told.as_ref().map(|script| entries(script, &death.at)).unwrap_or_default();
    let finding = finding(job, death, told.as_ref());
    let rule = attribution.rule_of(&finding);
    let script = script.filter(|_| death.alone || job.can_be_retraced());
    let found = |finding, entries, script| Counterexample { rule, finding, entries, script, schedules: 1 };
    match job {
        Job::Preflight => {
            let found = Box::new(found(finding, entries, script));
            Done::Preflighted(Some(Box::new(Obstacle::EndsProcess(found))))
        }
        Job::Judge { definition, .. } => {
            let failure = Failure::new(finding.violation, &entries);
            Done::Judged(PartOutcome::Broken(Box::new(match script {
                Some(script) => failure.with_script(&script, definition.rule.id, declaration),
                None => failure,
            })))
        }
        Job::Replay(_) => Done::Replayed(Ok(Box::new(Replayed { finding: Some(finding), entries }))),
        Job::Foresee(_) => Done::Foreseen(None),
        Job::Draw { .. } => Done::Drawn(Err(MachineError::NotFollowed(finding.violation.seen))),
        Job::Enumerate { .. } | Job::Sample { .. } => {
            Done::Explored(Explored::ended(found(finding, entries, script)))
        }
        Job::Meet { .. } | Job::Stress { .. } => {
            Done::Explored(Explored::ended(found(finding, Vec::new(), None)))
        }
    }
}

fn finding(job: &Job, death: &Death, script: Option<&Script>) -> Finding {
    const EXPECTED: &str = "the process survives what is done with the pool";
    let how = &death.how;
    if job.is_threaded() {
        let seen = format!("several threads used it, and that {how}");
        return Finding::new(Symptom::ProcessEnded, EXPECTED, seen).among_threads();
    }
    let what = match (script, &death.at) {
        (None, _) => "something",
        (_, UnderWay { ends: true, .. }) => "dropping what is left of the pool",
        (_, UnderWay { afterwards: Some(_), .. }) => "what is done after every script",
        (Some(script), _) if script.steps.is_empty() => "building the pool",
        (Some(_), _) => "the last step",
    };
    let not_alone = match job {
        Job::Enumerate { .. } | Job::Sample { .. } if !death.alone => {
            " (these steps alone do not: it takes what was done in the same process before)"
        }
        _ => "",
    };
    Finding::new(Symptom::ProcessEnded, EXPECTED, format!("{what} {how}{not_alone}"))
}

/// A script, and what had been done after it, as a trace of which nobody saw what came of its steps.
fn entries(script: &Script, at: &UnderWay) -> Vec<Entry> {
    let asked = Event::Asked {
        min_size: script.min.into(),
        max_size: script.max.into(),
        validate_on_acquire: script.validate,
        zero_limit: false,
        endless_limit: false,
    };
    let steps = script.steps.iter().map(|step| Event::Step(*step));
    let afterwards = at.afterwards.iter().flat_map(|steps| steps.split("; ").filter_map(read_any_step));
    let ends = at.afterwards.iter().map(|_| Event::ScriptEnds);
    let entry = |event| Entry { at: VirtualDuration::ZERO, event };
    std::iter::once(asked).chain(steps).chain(ends).chain(afterwards.map(Event::Step)).map(entry).collect()
}
