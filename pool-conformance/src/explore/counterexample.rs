//! What an exploration found, and how far it came.

use super::{Extent, first_difference, shrink};
use crate::{
    model::{Entry, Script, Symptom},
    oracle::{Attribution, Finding, Ran, run},
    sim::Sim,
};

/// How often a script that is broken by chance is run, to see it broken again; and each that may be shorter.
const RUNS: u32 = 100;
const RUNS_TO_SHRINK: u32 = 8;
/// What is said of what does not go wrong every time.
const BY_CHANCE: &str = " (not in every run of these steps: the pool chooses at random)";

/// How much of a world was gone through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Completeness {
    /// Every schedule, within this delay bound where tasks of the pool can be delayed.
    Complete { put_off: Option<u8> },
    /// As many as were asked for, of more than can be counted.
    Sampled,
    /// Some; why the rest was left out.
    Cut(&'static str),
}

impl Completeness {
    pub(crate) const BEYOND_BUDGET: Self = Self::Cut("beyond the budget");
    pub(crate) const ENOUGH_FOUND: Self = Self::Cut("enough was broken");
    const BLOCKED: Self = Self::Cut("the pool blocked the thread");
    const ENDED: Self = Self::Cut("the pool ended the process");
    const LEFT_OUT: Self = Self::Cut("not begun: a connection was used by two, or after its end");
}

/// Something that is wrong, with the shortest script that was found for it.
#[derive(Clone, Debug)]
pub(crate) struct Counterexample {
    /// The rule that answers for it.
    pub(crate) rule: &'static str,
    pub(crate) finding: Finding,
    /// What happened in the run that shows it.
    pub(crate) entries: Vec<Entry>,
    pub(crate) script: Option<Script>,
    /// How many schedules were run up to the first that showed it.
    pub(crate) schedules: u64,
}

/// What an exploration came to.
#[derive(Clone, Debug)]
pub(crate) struct Explored {
    pub(crate) schedules: u64,
    pub(crate) completeness: Completeness,
    pub(crate) found: Vec<Counterexample>,
    /// Why nothing certain can be said, if so.
    pub(crate) doubt: Option<String>,
    /// How it was seen that the pool chooses at random, if it does: what was run is a sample of what can happen.
    pub(crate) chance: Option<String>,
    /// What it took, where a world was explored.
    pub(crate) extent: Option<Extent>,
}

impl Explored {
    pub(crate) fn new(schedules: u64, completeness: Completeness, found: Vec<Counterexample>) -> Self {
        Self { schedules, completeness, found, doubt: None, chance: None, extent: None }
    }

    /// An exploration that came to its end because the pool did not come back from a schedule.
    pub(crate) fn blocked(schedules: u64, found: Vec<Counterexample>) -> Self {
        Self::new(schedules, Completeness::BLOCKED, found)
    }

    /// One that came to its end because the pool ended the process.
    pub(crate) fn ended(found: Counterexample) -> Self {
        Self::new(found.schedules, Completeness::ENDED, vec![found])
    }

    /// One that was not begun, since the pool may break its memory.
    pub(crate) fn left_out() -> Self {
        Self::new(0, Completeness::LEFT_OUT, Vec::new())
    }

    pub(crate) fn doubtful(doubt: String) -> Self {
        Self { doubt: Some(doubt), ..Self::new(0, Completeness::Sampled, Vec::new()) }
    }
}

/// The first script for each thing that was found wrong.
pub(crate) struct Counterexamples<'a> {
    attribution: &'a Attribution,
    first: Vec<First>,
    /// How much has been found since something was new.
    repeated: u32,
    /// How much of it was of the status.
    of_status: u32,
    /// After so much that told nothing new it is enough.
    enough: u32,
    /// How it was seen that the pool chooses at random, if it does.
    chance: Option<String>,
}

struct First {
    finding: Finding,
    script: Script,
    schedules: u64,
    /// Whether a wrong status was of no more interest by then.
    ignored_status: bool,
}

impl<'a> Counterexamples<'a> {
    /// After so many broken schedules of which none told anything new, a world has hardly anything to add.
    const ENOUGH: u32 = 400;
    /// A panic of the pool's own counts for so many: each is printed by the panic hook, perhaps with a backtrace.
    const PANIC: u32 = 40;

    /// After so many schedules that a wrong status has ended, the others are to tell of something else.
    const ENOUGH_OF_STATUS: u32 = 20;

    pub(crate) fn new(attribution: &'a Attribution) -> Self {
        Self { attribution, first: Vec::new(), repeated: 0, of_status: 0, enough: Self::ENOUGH, chance: None }
    }

    /// Notes how it was seen that the pool chooses at random.
    pub(crate) fn note_chance(&mut self, seen: String) {
        self.chance.get_or_insert(seen);
    }

    /// Whether the pool is known to choose at random.
    pub(crate) fn are_by_chance(&self) -> bool {
        self.chance.is_some()
    }

    /// Whether so much is broken that it is no use to go on.
    pub(crate) fn are_enough(&self) -> bool {
        self.repeated >= self.enough
    }

    /// Adds what was found after so many schedules.
    pub(crate) fn add(&mut self, sim: &mut Sim<'_>, finding: Finding, script: &Script, schedules: u64) {
        self.repeated += if finding.symptom.is_panic() { Self::PANIC } else { 1 };
        self.of_status += u32::from(finding.symptom.is_of_status());
        if !self.first.iter().any(|known| self.attribution.is_same(&known.finding, &finding)) {
            self.repeated = 0;
            let ignored_status = sim.ignores_status();
            self.first.push(First { finding, script: script.clone(), schedules, ignored_status });
        }
        if self.of_status >= Self::ENOUGH_OF_STATUS {
            sim.ignore_status(true);
        }
    }

    /// The same, for explorations that go on whatever they find.
    pub(crate) fn of_everything(attribution: &'a Attribution) -> Self {
        Self { enough: u32::MAX, ..Self::new(attribution) }
    }

    /// The rules that are broken, and by which symptoms, in the order in which they were found.
    pub(crate) fn broken(&self) -> impl Iterator<Item = (&'static str, Symptom)> {
        self.first.iter().map(|first| (self.attribution.rule_of(&first.finding), first.finding.symptom))
    }

    /// Whether nothing was found.
    pub(crate) fn are_none(&self) -> bool {
        self.first.is_empty()
    }

    /// Whether a wrong status has ended a schedule.
    pub(crate) fn are_of_status(&self) -> bool {
        self.of_status > 0
    }

    /// Whether enough is known of the status, so that from now on it is ignored.
    pub(crate) fn are_enough_of_status(&self) -> bool {
        self.of_status >= Self::ENOUGH_OF_STATUS
    }

    /// What an exploration came to that had to be broken off in that schedule, since nothing certain can be said of the rest.
    pub(crate) fn doubted(self, sim: &mut Sim<'_>, schedules: u64, doubt: String) -> Explored {
        Explored { doubt: Some(doubt), ..self.explored(sim, schedules, Completeness::Sampled) }
    }

    /// What an exploration came to: what was found, each made as short as possible.
    pub(crate) fn explored(self, sim: &mut Sim<'_>, schedules: u64, completeness: Completeness) -> Explored {
        let mut explored = Explored::new(schedules, completeness, Vec::new());
        explored.chance = self.chance;
        for first in self.first {
            let tries = if explored.chance.is_some() { RUNS_TO_SHRINK } else { 1 };
            match shortest(sim, self.attribution, first, tries) {
                Ok((found, otherwise)) => {
                    explored.chance = explored.chance.or(otherwise);
                    explored.found.push(found);
                }
                Err(doubt) => explored.doubt = Some(doubt),
            }
        }
        explored
    }
}

/// Shrinks a script, each shorter one in so many runs, and runs it once more, for its story; of a pool that chooses at random,
/// until it is broken again. How it was seen that the pool does, if it was.
fn shortest(
    sim: &mut Sim<'_>,
    attribution: &Attribution,
    first: First,
    tries: u32,
) -> Result<(Counterexample, Option<String>), String> {
    sim.ignore_status(first.ignored_status);
    let script = Script { by_status: first.finding.symptom.is_of_status(), ..first.script };
    let (finding, script) = shrink(sim, attribution, first.finding, script, tries);
    let rule = attribution.rule_of(&finding);
    let mut otherwise: Option<Vec<Entry>> = None;
    for _ in 0..RUNS {
        let ran = run(sim, &script);
        let entries = sim.trace().entries().to_vec();
        match ran {
            Ran::Broken(mut again) if attribution.is_same(&again, &finding) => {
                let seen = otherwise.map(|before| first_difference(&script, &before, &entries));
                if seen.is_some() {
                    again.violation.seen.push_str(BY_CHANCE);
                }
                let (script, schedules) = (Some(script), first.schedules);
                return Ok((Counterexample { rule, finding: again, entries, script, schedules }, seen));
            }
            _ => otherwise = Some(entries),
        }
    }
    Err(format!(
        "nondeterministic: {rule} was broken ({}), and no further run of the same steps came out like that ({script})",
        finding.violation.seen
    ))
}
