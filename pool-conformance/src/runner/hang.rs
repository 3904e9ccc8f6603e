//! What is said of a job in which the pool, or the factory, did not come back.

use super::{
    job::{Done, Job, Replayed},
    part_outcome::PartOutcome,
    preflight::Obstacle,
};
use crate::{
    explore::{Counterexample, Explored},
    machine::MachineError,
    model::{Entrant, Entry, Event, Reentry, Symptom},
    oracle::{Attribution, Finding},
    report::Failure,
    sim::Heartbeat,
};

const FACTORY_BLOCKED: &str = "the factory blocked its thread";

/// What is said of a job in which the pool, or the factory, did not come back.
///
/// Without a transcript an exploration has no more to tell than that: one that was blocked before it tells the story.
pub(crate) fn hung(job: &Job, transcribed: bool, heartbeat: &Heartbeat, attribution: &Attribution) -> Done {
    if !transcribed {
        return Done::Explored(Explored::blocked(heartbeat.schedule(), Vec::new()));
    }
    if matches!(job, Job::Foresee(_)) {
        return Done::Foreseen(None);
    }
    let told = if job.is_threaded() { Some((deadlock(), Vec::new())) } else { tell(heartbeat) };
    let Some((finding, entries)) = told else { return blocked_by_factory(job) };
    match job {
        Job::Preflight => Done::Preflighted(None),
        Job::Judge { .. } => {
            Done::Judged(PartOutcome::Broken(Box::new(Failure::new(finding.violation, &entries))))
        }
        Job::Replay(_) => Done::Replayed(Ok(Box::new(Replayed { finding: Some(finding), entries }))),
        _ => {
            let schedules = heartbeat.schedule();
            let rule = attribution.rule_of(&finding);
            let found = Counterexample { rule, finding, entries, script: None, schedules };
            Done::Explored(Explored::blocked(schedules, vec![found]))
        }
    }
}

fn blocked_by_factory(job: &Job) -> Done {
    match job {
        Job::Preflight => Done::Preflighted(Some(Box::new(Obstacle::Factory(FACTORY_BLOCKED.to_owned())))),
        Job::Judge { .. } => Done::Judged(PartOutcome::Errored(FACTORY_BLOCKED.to_owned())),
        Job::Replay(_) => Done::Replayed(Err(FACTORY_BLOCKED.to_owned())),
        _ => Done::Explored(Explored::doubtful(FACTORY_BLOCKED.to_owned())),
    }
}

fn deadlock() -> Finding {
    let expected = "every operation settles when threads use the pool at the same moment";
    let seen = "they did not come back: the pool blocks them";
    Finding::new(Symptom::OperationBlocked, expected, seen).among_threads()
}

/// What did not come back, and the story of it; nothing where it was the factory.
fn tell(heartbeat: &Heartbeat) -> Option<(Finding, Vec<Entry>)> {
    let shared = heartbeat.shared()?;
    let state = shared.lock();
    let entries = state.inbox.transcript();
    if !entries.iter().any(|entry| matches!(entry.event, Event::Step(_))) {
        return None;
    }
    let finding = match open_reentry(entries) {
        Some((who, how)) => {
            let seen =
                format!("{who} was to {how}, and never came back: the pool holds a lock while it calls");
            let symptom = match who {
                Entrant::Waker(_) => Symptom::WakerReentryBlocked,
                Entrant::Call(_) => Symptom::CallReentryBlocked,
            };
            Finding::new(symptom, "code that the pool calls may call the pool", seen)
        }
        None if overlaps(entries) => deadlock_of_two(),
        None => blocked_in_a_step(heartbeat),
    };
    Some((finding, entries.to_vec()))
}

fn blocked_in_a_step(heartbeat: &Heartbeat) -> Finding {
    let status = heartbeat.in_status();
    let what = if status { "`status`, called after the last step," } else { "the last step" };
    let seen = format!("{what} did not: the pool blocks the thread or spins inside it");
    Finding::new(Symptom::OperationBlocked, "every poll, drop and call of the pool comes back", seen)
}

/// Whether a step had been let in at a call-out of another, and has not come to its end.
fn overlaps(entries: &[Entry]) -> bool {
    let at_border = |entry: &&Entry| matches!(entry.event, Event::Stops(..) | Event::GoesOn(_));
    entries.iter().rfind(at_border).is_some_and(|entry| matches!(entry.event, Event::Stops(..)))
}

/// Each of two threads waits for a lock that the other holds: one of them stood in a call-out under the first lock.
fn deadlock_of_two() -> Finding {
    let seen = "the last two steps did not: each waits in a lock that the other holds";
    Finding::new(Symptom::OperationBlocked, "steps of two threads that overlap come back", seen)
}

/// Which code has called the pool, called by it, and is not back.
fn open_reentry(entries: &[Entry]) -> Option<(Entrant, Reentry)> {
    let at_border = |entry: &&Entry| matches!(entry.event, Event::Reenters(..) | Event::Reentered { .. });
    match entries.iter().rfind(at_border)?.event {
        Event::Reenters(who, how) => Some((who, how)),
        _ => None,
    }
}

/// What is said of a job whose threads hardly ran, since the machine had no processor for them.
pub(crate) fn starved(job: &Job) -> Done {
    untried(
        job,
        "not tried to its end: the machine was so busy that the threads of the kit waited for a processor for half a minute; \
         nothing is wrong with the pool, and a quieter machine can tell",
    )
}

/// What is said of a job that was not begun, or did not come to its end.
pub(crate) fn untried(job: &Job, why: &str) -> Done {
    match job {
        Job::Preflight => Done::Preflighted(None),
        Job::Judge { .. } => Done::Judged(PartOutcome::Unreached(why.to_owned())),
        Job::Replay(_) => Done::Replayed(Err(why.to_owned())),
        Job::Foresee(_) => Done::Foreseen(None),
        Job::Draw { .. } => Done::Drawn(Err(MachineError::NotFollowed(why.to_owned()))),
        Job::Enumerate { .. } | Job::Sample { .. } | Job::Meet { .. } | Job::Stress { .. } => {
            Done::Explored(Explored::doubtful(why.to_owned()))
        }
    }
}
