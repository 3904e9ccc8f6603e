use super::contact::first_contact;
use crate::{
    erased::Factory,
    explore::{Explored, Flavour, Ran, Script, Small, THREADS, enumerate, meet, run, sample, stress},
    ledger::{Entry, Event},
    probe::{Entrant, Reentry},
    report::{Failure, Outcome, Strength},
    rule::{Check, Level, Rule, Stop, Violation},
    world::{Clock, Pulse, World, guarded},
};

/// One thing to be done by one worker.
#[derive(Clone, Debug)]
pub(super) enum Job {
    /// See whether the pool can be judged at all.
    Contact,
    /// Go through the scenario of a rule.
    Judge(&'static Rule),
    /// Go through a small world.
    Enumerate { small: Small, limit: u64 },
    /// Draw scripts.
    Sample { seed: u64, schedules: u64, flavour: Flavour },
    /// Let two threads meet.
    Meet { rounds: u64 },
    /// Let several threads use the pool at once.
    Stress { seed: u64, rounds: u64 },
    /// Run one script.
    Replay(Script),
}

/// What came of a job.
#[derive(Clone, Debug)]
pub(super) enum Done {
    /// Why it cannot, if so.
    Contacted(Option<String>),
    Judged(Outcome),
    Explored(Explored),
    /// The rule that the script breaks, if it breaks one, or why it could not be run.
    Replayed(Result<Option<(&'static str, Failure)>, String>),
}

/// The rule that a pool breaks which blocks its thread in the middle of an exploration.
const EVERY_OPERATION_SETTLES: &str = "CONC-02";

/// The rule that it breaks if what it blocks is code that it has called.
const CALLS_BACK: &str = "CONC-05";

impl Job {
    /// Whether it runs so many schedules, the same every time, that none is transcribed before one is known to block.
    pub(super) fn can_be_retraced(&self) -> bool {
        matches!(self, Self::Enumerate { .. } | Self::Sample { .. })
    }

    /// Whether several threads are at work, of which no transcript could tell the story.
    fn is_crowded(&self) -> bool {
        matches!(self, Self::Meet { .. } | Self::Stress { .. })
    }
}

/// Does a job, for the second time if the pool did not come back from that schedule of it.
pub(super) fn run_job(
    job: &Job,
    retraced: Option<u64>,
    factory: &dyn Factory,
    clock: &Clock,
    pulse: &Pulse,
) -> Done {
    pulse.begin_schedule(0);
    let crowd = matches!(job, Job::Stress { .. }).then(|| Clock::of_threads(THREADS));
    let mut world = World::new(factory, crowd.as_ref().unwrap_or(clock), pulse);
    let at_once = !job.can_be_retraced() && !job.is_crowded();
    if let Some(schedule) = retraced.or_else(|| at_once.then_some(0)) {
        world.transcribe_from(schedule);
    }
    let done = do_job(job, &mut world, pulse);
    if retraced.is_some() { came_back(done) } else { done }
}

/// What is said of a job that blocked its thread the first time and not the second.
fn came_back(done: Done) -> Done {
    match done {
        Done::Explored(explored) => Done::Explored(Explored {
            doubt: Some(
                "nondeterministic: a step blocked the thread, and came back when run again".to_owned(),
            ),
            ..explored
        }),
        other => other,
    }
}

fn do_job(job: &Job, world: &mut World<'_>, pulse: &Pulse) -> Done {
    match job {
        Job::Contact => Done::Contacted(first_contact(world)),
        Job::Judge(rule) => Done::Judged(judge(rule, world)),
        Job::Enumerate { small, limit } => Done::Explored(enumerate(world, small, *limit)),
        Job::Sample { seed, schedules, flavour } => {
            Done::Explored(sample(world, *seed, *schedules, *flavour))
        }
        Job::Replay(script) => Done::Replayed(replay(world, script, script.by_status)),
        Job::Meet { rounds } => Done::Explored(meet(world, pulse, *rounds)),
        Job::Stress { seed, rounds } => Done::Explored(stress(world, pulse, *seed, *rounds)),
    }
}

/// What has to be said wherever the judge waited, and the pool may not have.
const OTHER_CLOCK: &str = " (in tokio's virtual time; a pool that goes by another clock declares \
                           `TimeSource::System`)";

fn judge(rule: &'static Rule, world: &mut World<'_>) -> Outcome {
    let check = guarded(|| (rule.check)(world));
    if let Some(why) = world.strangers() {
        return Outcome::Inconclusive(why.to_owned());
    }
    if world.is_foreign() {
        return Outcome::Errored(
            "the factory gave out a pool that it had built for another set-up".to_owned(),
        );
    }
    match check {
        Ok(check) => outcome(rule, world, check),
        Err(text) => Outcome::Errored(format!("the kit itself panicked in this rule: {text}")),
    }
}

fn outcome(rule: &'static Rule, world: &World<'_>, check: Check) -> Outcome {
    match check {
        Ok(()) => match world.reached().missing(rule.witnesses) {
            None => Outcome::Pass(Strength::Scenario),
            Some(witness) => Outcome::Inconclusive(format!("never reached: {}", witness.text())),
        },
        Err(Stop::Broken(violation)) if world.counted_on_time() => {
            let why = "the pool goes by a clock that the kit cannot wind on, and this was seen after a wait";
            Outcome::Inconclusive(format!("{why}: {}", violation.seen))
        }
        Err(Stop::Broken(mut violation)) => {
            if world.has_waited() {
                violation.seen.push_str(OTHER_CLOCK);
            }
            broken(rule, Failure::new(violation, world.entries()))
        }
        Err(Stop::Unreached(why)) => Outcome::Inconclusive(why),
        Err(Stop::Vacuous(why)) => Outcome::NotApplicable(why),
        Err(Stop::Factory(why)) => Outcome::Errored(why),
    }
}

/// What becomes of a rule that is broken.
pub(super) fn broken(rule: &Rule, failure: Failure) -> Outcome {
    match rule.level {
        Level::Must => Outcome::Fail(Box::new(failure)),
        Level::Should => Outcome::Deviates(Box::new(failure)),
    }
}

/// Runs a script: what it breaks, but for the status if it is not about that; only then what is wrong with the status.
fn replay(
    world: &mut World<'_>,
    script: &Script,
    about_status: bool,
) -> Result<Option<(&'static str, Failure)>, String> {
    world.overlook_status(!about_status);
    match run(world, script) {
        Ran::Kept if !about_status => replay(world, script, true),
        Ran::Broken(broken) => Ok(Some((broken.rule, Failure::new(broken.violation, world.entries())))),
        Ran::Kept => Ok(None),
        Ran::Stopped(stop) => Err(stop.to_string()),
    }
}

/// What is said of a job in which the pool, or the factory, did not come back.
///
/// Without a transcript an exploration has no more to tell than that: one that was blocked before it tells the story.
pub(super) fn hung(job: &Job, transcribed: bool, pulse: &Pulse) -> Done {
    if !transcribed {
        return Done::Explored(Explored::blocked(pulse.schedule(), Vec::new()));
    }
    match (job, hung_failure(pulse)) {
        (Job::Contact, _) => Done::Contacted(None),
        (Job::Judge(_), None) => Done::Judged(Outcome::Errored("the factory blocked its thread".to_owned())),
        (Job::Judge(rule), Some((_, failure))) => Done::Judged(broken(rule, failure)),
        (Job::Replay(_), Some(hung)) => Done::Replayed(Ok(Some(hung))),
        (Job::Replay(_), None) => Done::Replayed(Err("the factory blocked its thread".to_owned())),
        (Job::Meet { .. } | Job::Stress { .. }, _) => {
            Done::Explored(Explored::hung(pulse.schedule(), EVERY_OPERATION_SETTLES, deadlock()))
        }
        (_, Some((rule, failure))) => Done::Explored(Explored::hung(pulse.schedule(), rule, failure)),
        (_, None) => Done::Explored(Explored::doubtful("the factory blocked its thread".to_owned())),
    }
}

fn deadlock() -> Failure {
    let violation = Violation {
        expected: "every operation settles when threads use the pool at the same moment".to_owned(),
        seen: "they did not come back: the pool blocks them".to_owned(),
    };
    Failure::new(violation, &[])
}

/// The rule that is broken by what did not come back, and the story of it.
fn hung_failure(pulse: &Pulse) -> Option<(&'static str, Failure)> {
    let shared = pulse.shared()?;
    let state = shared.lock();
    let entries = state.inbox.transcript();
    if !entries.iter().any(|entry| matches!(entry.event, Event::Step(_))) {
        return None;
    }
    let (rule, expected, seen) = if let Some((who, how)) = open_reentry(entries) {
        let seen = format!("{who} was to {how}, and never came back: the pool holds a lock while it calls");
        (CALLS_BACK, "code that the pool calls may call the pool", seen)
    } else {
        let status = pulse.in_status();
        let what = if status { "`status`, called after the last step," } else { "the last step" };
        let seen = format!("{what} did not: the pool blocks the thread or spins inside it");
        (EVERY_OPERATION_SETTLES, "every poll, drop and call of the pool comes back", seen)
    };
    Some((rule, Failure::new(Violation { expected: expected.to_owned(), seen }, entries)))
}

/// Who has called the pool, called by it, and is not back.
fn open_reentry(entries: &[Entry]) -> Option<(Entrant, Reentry)> {
    let at_border = |entry: &&Entry| matches!(entry.event, Event::Reenters(..) | Event::Reentered { .. });
    match entries.iter().rfind(at_border)?.event {
        Event::Reenters(who, how) => Some((who, how)),
        _ => None,
    }
}

/// What is said of a job that was not begun.
pub(super) fn untried(job: &Job, blocked: usize) -> Done {
    let why = format!("not tried: the pool had blocked {blocked} threads by then");
    match job {
        Job::Contact => Done::Contacted(None),
        Job::Judge(_) => Done::Judged(Outcome::Inconclusive(why)),
        Job::Replay(_) => Done::Replayed(Err(why)),
        Job::Enumerate { .. } | Job::Sample { .. } | Job::Meet { .. } | Job::Stress { .. } => {
            Done::Explored(Explored::doubtful(why))
        }
    }
}
