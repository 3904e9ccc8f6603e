//! What could still have become of a run after each step of a script: when a failure was decided, and what would have passed.

use super::{
    Bounds, TimeBounds,
    continuations::{Continuations, Went},
    transition::Cost,
};
use crate::{
    model::{Actor, Behaviour, Extension, Script, Step},
    oracle::{Attribution, Finding, Ran},
    sim::Sim,
};

/// How many runs a script may take.
const RUNS: u64 = 3_000;

/// The ways on from some point of a script, within the world that has as much in it as the script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Ways {
    /// How many of them break the rule in the same way.
    pub broken: u64,
    /// How many there are.
    pub all: u64,
}

/// How a step of a script matters to what it leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "json", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "json", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Matters {
    /// That it happens: without it there are ways on that break nothing.
    Happening,
    /// When it happens, since it happens some time or other.
    Moment,
    /// Not at all: whatever had come instead, the rule would have been broken.
    Nothing,
}

/// What could still have become of a run after each step of a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Prospects {
    /// From the start on, and after each step; nothing where there are more than could be gone.
    pub(crate) after: Vec<Option<Ways>>,
    /// How many steps the nearest script has in common that breaks nothing, and all of its steps.
    pub(crate) nearest: Option<(usize, Script)>,
}

impl Prospects {
    /// How the step of that place matters; nothing where too little is known.
    pub(crate) fn matters(&self, place: usize, script: &Script) -> Option<Matters> {
        let before = self.after[place]?;
        Some(if before.broken == before.all {
            Matters::Nothing
        } else if Cost::of(script.steps[place]) == Cost::Free {
            Matters::Moment
        } else {
            Matters::Happening
        })
    }

    /// After how many steps every way on goes wrong, if that is ever so.
    pub(crate) fn inevitable_after(&self) -> Option<usize> {
        self.after.iter().position(|ways| ways.is_some_and(|ways| ways.broken == ways.all))
    }
}

/// Looks at the ways on from each step of a script, from the last to the first, as far as the runs suffice. Nothing for scripts
/// with steps that no small world has.
pub(crate) fn prospects(
    sim: &mut Sim<'_>,
    attribution: &Attribution,
    finding: &Finding,
    script: &Script,
) -> Option<Prospects> {
    let bounds = around(script)?;
    sim.ignore_status(!script.by_status);
    let mut found = Prospects { after: vec![None; script.steps.len() + 1], nearest: None };
    let (mut left, mut ways) = (RUNS, Ways { broken: 0, all: 0 });
    for first in (0..=script.steps.len()).rev() {
        // One way on is the script's, with all that it leads to.
        let mut continuations = Continuations::new(bounds, script, first);
        loop {
            if left == 0 {
                return Some(found);
            }
            left -= 1;
            let way = match continuations.next(sim) {
                Went::To(way) => way,
                Went::Nowhere => break,
                Went::Elsewhere => return None,
            };
            ways.all += 1;
            match way.ran {
                Ran::Broken(broken) => ways.broken += u64::from(attribution.is_same(&broken, finding)),
                Ran::Kept if found.nearest.is_none() => {
                    found.nearest = Some((first, Script { steps: way.steps, ..script.clone() }));
                }
                Ran::Kept => {}
                Ran::Stopped(_) => return None,
            }
            if way.last {
                break;
            }
        }
        found.after[first] = Some(ways);
    }
    Some(found)
}

/// The small world with as much in it as the script; nothing where no world has such steps.
fn around(script: &Script) -> Option<Bounds> {
    let time = TimeBounds { limits: script.limits, passes: 0, endless: 0 };
    let mut bounds = Bounds {
        clients: 0,
        min: script.min,
        max: script.max,
        gates: script.gates,
        init: script.uninitialised,
        delays: u8::MAX,
        time,
        ..Bounds::UNDISTURBED
    };
    let mut letters = 0;
    for step in &script.steps {
        if let Some(Actor::Client(letter)) = step.actor() {
            letters = letters.max(letter + 1);
        }
        count(&mut bounds, *step)?;
    }
    bounds.clients = bounds.clients.max(letters);
    Some(bounds)
}

fn count(bounds: &mut Bounds, step: Step) -> Option<()> {
    match step {
        Step::Start(Actor::Client(_)) => bounds.clients += 1,
        Step::Start(Actor::Close(0)) => bounds.closes = 1,
        Step::Start(Actor::HealthCheck(0)) => bounds.health_checks = 1,
        Step::Start(Actor::Init(0)) if bounds.init => {}
        Step::Poll(_) | Step::Drop(_) | Step::Tasks | Step::Settle => {}
        Step::Release(_) => bounds.releases = true,
        Step::Cancel(_) => bounds.cancellations += 1,
        Step::Break(_) | Step::BreakIdle | Step::BreakSecondIdle => bounds.faults += 1,
        Step::Finish(_, how) | Step::FinishSecond(_, how) => match how {
            Behaviour::Succeed => {}
            Behaviour::Fail | Behaviour::Panic => bounds.faults += 1,
            Behaviour::Never => bounds.time.endless += 1,
            Behaviour::Gate | Behaviour::Delay(_) | Behaviour::Reenter(_) => return None,
        },
        Step::Pass(_) | Step::Leap | Step::Advance(_) => bounds.time.passes += 1,
        step => {
            let extension = step.extension()?;
            if extension == Extension::Observe || bounds.extension.is_some() {
                return None;
            }
            bounds.extension = Some(extension);
        }
    }
    Some(())
}
