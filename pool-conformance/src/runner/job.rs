//! What one worker does at a time.

use std::fmt;

use super::{
    part_outcome::{PartOutcome, judge_part},
    preflight::{Obstacle, preflight},
    worker::WorkItem,
};
use crate::{
    child::Kind,
    explore::{Bounds, Explored, Prospects, SmallWorld, draw, explore, prospects, sample},
    generate::Profile,
    machine::{Machine, MachineError},
    model::{Entry, Script},
    oracle::{Attribution, Finding, Ran, run},
    rules::Definition,
    sim::{Clock, Heartbeat, Sim},
    stress::{THREADS, meet, stress},
    subject::AnySubject,
};

/// One thing to be done by one worker.
#[derive(Clone)]
pub(crate) enum Job {
    /// See whether the pool can be judged at all.
    Preflight,
    /// Go through one part of the scenario of a rule.
    Judge { definition: &'static Definition, part: usize },
    /// Go through every schedule within some bounds, or so many.
    Enumerate { bounds: Bounds, limit: u64 },
    /// Draw scripts.
    Sample { seed: u64, schedules: u64, profile: Profile },
    /// Let two threads meet.
    Meet { rounds: u64 },
    /// Let several threads use the pool at once.
    Stress { seed: u64, rounds: u64 },
    /// Run one script.
    Replay(Script),
    /// See what could still have become of a script that breaks a rule.
    Foresee(Box<(Script, Finding)>),
    /// Draw the machine of the pool in a world, with so many runs.
    Draw { world: SmallWorld, limit: u64 },
}

/// What came of a job.
#[derive(Clone, Debug)]
pub(crate) enum Done {
    /// What keeps the pool from being judged, if anything does.
    Preflighted(Option<Box<Obstacle>>),
    Judged(PartOutcome),
    Explored(Explored),
    /// What came of the script, or why it could not be run.
    Replayed(Result<Box<Replayed>, String>),
    Foreseen(Option<Prospects>),
    Drawn(Result<Machine, MachineError>),
}

/// What came of a script.
#[derive(Clone, Debug)]
pub(crate) struct Replayed {
    /// What it shows that is wrong.
    pub(crate) finding: Option<Finding>,
    pub(crate) entries: Vec<Entry>,
}

impl Job {
    /// The parts of a rule's scenario.
    pub(crate) fn parts_of(definition: &'static Definition) -> impl Iterator<Item = Self> {
        (0..definition.scenario.len()).map(move |part| Self::Judge { definition, part })
    }

    /// Whether it runs so many schedules, the same every time, that none is transcribed before one is known to block.
    pub(crate) fn can_be_retraced(&self) -> bool {
        matches!(self, Self::Enumerate { .. } | Self::Sample { .. })
    }

    /// What has to be known of it where it may end the process.
    pub(crate) fn kind(&self) -> Kind {
        match self {
            _ if self.is_threaded() => Kind::Threaded,
            _ if self.can_be_retraced() => Kind::Explores,
            _ => Kind::Short,
        }
    }

    /// Whether it goes so far that it is begun only with a pool that lends each connection to one at a time.
    pub(crate) fn is_daring(&self) -> bool {
        matches!(self, Self::Sample { .. }) || self.is_threaded()
    }

    /// Whether several threads are at work, of which no transcript could tell the story.
    pub(crate) fn is_threaded(&self) -> bool {
        matches!(self, Self::Meet { .. } | Self::Stress { .. })
    }
}

impl fmt::Display for Job {
    /// The rule or the world, for the name of a thread.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Preflight => f.write_str("preflight"),
            Self::Judge { definition, part } => write!(f, "{}, part {}", definition.rule.id, part + 1),
            Self::Enumerate { bounds, .. } => write!(f, "{bounds}"),
            Self::Sample { seed, .. } => write!(f, "samples, seed {seed}"),
            Self::Meet { .. } => f.write_str("threads in lock step"),
            Self::Stress { .. } => f.write_str("threads at once"),
            Self::Replay(_) => f.write_str("replay"),
            Self::Foresee(_) => f.write_str("prospects"),
            Self::Draw { .. } => f.write_str("machine"),
        }
    }
}

/// What a worker needs to do its jobs.
#[derive(Clone, Copy)]
pub(crate) struct Workplace<'a> {
    pub(crate) subject: &'a dyn AnySubject,
    pub(crate) attribution: &'a Attribution,
    pub(crate) clock: &'a Clock,
    pub(crate) heartbeat: &'a Heartbeat,
}

/// Does a job, for the second time if the pool did not come back from that schedule of it.
pub(crate) fn run_job(job: &Job, item: WorkItem, at: Workplace<'_>) -> Done {
    at.heartbeat.begin_schedule(0);
    let threads = matches!(job, Job::Stress { .. }).then(|| Clock::of_threads(THREADS));
    let mut sim = Sim::new(at.subject, threads.as_ref().unwrap_or(at.clock), at.heartbeat);
    let at_once = !job.can_be_retraced() && !job.is_threaded();
    if let Some(schedule) = item.retraced.or_else(|| at_once.then_some(0)) {
        sim.transcribe_from(schedule);
    }
    let done = do_job(job, &mut sim, at);
    if item.proven { came_back(done) } else { done }
}

/// What is said of a job of which the thread slept for good the first time and not the second.
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

fn do_job(job: &Job, sim: &mut Sim<'_>, at: Workplace<'_>) -> Done {
    let Workplace { attribution, heartbeat, .. } = at;
    match job {
        Job::Preflight => Done::Preflighted(preflight(sim).map(Box::new)),
        Job::Judge { definition, part } => Done::Judged(judge_part(definition, *part, sim)),
        Job::Enumerate { bounds, limit } => Done::Explored(explore(sim, attribution, bounds, *limit)),
        Job::Sample { seed, schedules, profile } => {
            Done::Explored(sample(sim, attribution, *seed, *schedules, *profile))
        }
        Job::Replay(script) => Done::Replayed(replay(sim, script, script.by_status)),
        Job::Foresee(broken) => {
            let (script, finding) = &**broken;
            Done::Foreseen(prospects(sim, attribution, finding, script))
        }
        Job::Draw { world, limit } => Done::Drawn(draw(sim, attribution, *world, *limit)),
        Job::Meet { rounds } => Done::Explored(meet(sim, attribution, heartbeat, *rounds)),
        Job::Stress { seed, rounds } => Done::Explored(stress(sim, attribution, heartbeat, *seed, *rounds)),
    }
}

/// Runs a script: what it breaks, but for the status if it is not about that; only then what is wrong with the status.
fn replay(sim: &mut Sim<'_>, script: &Script, about_status: bool) -> Result<Box<Replayed>, String> {
    sim.ignore_status(!about_status);
    let finding = match run(sim, script) {
        Ran::Kept if !about_status => return replay(sim, script, true),
        Ran::Broken(finding) => Some(finding),
        Ran::Kept => None,
        Ran::Stopped(stop) => return Err(stop.to_string()),
    };
    Ok(Box::new(Replayed { finding, entries: sim.trace().entries().to_vec() }))
}
