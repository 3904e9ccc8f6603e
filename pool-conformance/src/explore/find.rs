use super::{
    Script,
    blame::Diagnosis,
    invariant::Broken,
    run::{Ran, run},
    shrink::shrink,
};
use crate::{report::Failure, world::World};

/// How much of a world was gone through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coverage {
    /// Every schedule; of those in which a ready task is put off, if there are any, every one that does so up to so often.
    Complete { put_off: Option<u8> },
    /// As many as were asked for, of more than can be counted.
    Sampled,
    /// Some; why the rest was left out.
    Cut(&'static str),
}

impl Coverage {
    pub(super) const BEYOND_BUDGET: Self = Self::Cut("beyond the budget");
    pub(super) const ENOUGH_FOUND: Self = Self::Cut("enough was broken");
    const BLOCKED: Self = Self::Cut("the pool blocked the thread");
}

/// A broken rule, with the story of the shortest script that was found for it.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) rule: &'static str,
    pub(crate) failure: Failure,
    /// Whether it may be what is wrong on one thread already, seen again among several.
    pub(crate) may_be_echo: bool,
    /// What is wrong, where the rule was chosen by what had gone before.
    pub(super) diagnosis: Option<Diagnosis>,
}

impl Found {
    /// Whether the same goes wrong there with less that can have led to it: what there is more of here is then no cause.
    pub(crate) fn is_explained_by(&self, other: &Self) -> bool {
        self.diagnosis.zip(other.diagnosis).is_some_and(|(this, other)| this.has_more_causes_than(other))
    }
}

/// What an exploration came to.
#[derive(Clone, Debug)]
pub(crate) struct Explored {
    pub(crate) schedules: u64,
    pub(crate) coverage: Coverage,
    pub(crate) found: Vec<Found>,
    /// Why nothing certain can be said, if so.
    pub(crate) doubt: Option<String>,
}

impl Explored {
    pub(super) fn new(schedules: u64, coverage: Coverage, found: Vec<Found>) -> Self {
        Self { schedules, coverage, found, doubt: None }
    }

    /// An exploration that came to its end in that schedule, because the pool did not come back from it.
    pub(crate) fn hung(schedules: u64, rule: &'static str, failure: Failure) -> Self {
        let failure = failure.after(schedules);
        Self::blocked(schedules, vec![Found { rule, failure, may_be_echo: false, diagnosis: None }])
    }

    pub(crate) fn blocked(schedules: u64, found: Vec<Found>) -> Self {
        Self::new(schedules, Coverage::BLOCKED, found)
    }

    pub(crate) fn doubtful(doubt: String) -> Self {
        Self { schedules: 0, coverage: Coverage::Sampled, found: Vec::new(), doubt: Some(doubt) }
    }
}

/// The first script for each rule that was found broken.
#[derive(Default)]
pub(super) struct Finds {
    first: Vec<First>,
    /// How much has been found since something was new.
    repeated: u32,
    /// How much of it was of the status.
    of_status: u32,
}

struct First {
    broken: Broken,
    script: Script,
    schedules: u64,
    /// Whether nobody minded the status any more.
    status_overlooked: bool,
}

impl Finds {
    /// After so many broken schedules of which none told anything new, a world has hardly anything to add.
    const ENOUGH: u32 = 400;
    /// A panic of the pool's own counts for so many: each is printed by the panic hook, perhaps with a backtrace.
    const PANIC: u32 = 40;

    /// After so many schedules that a wrong status has ended, the others are to tell of something else.
    const ENOUGH_OF_STATUS: u32 = 20;

    /// Whether so much is broken that it is no use to go on.
    pub(super) fn are_enough(&self) -> bool {
        self.repeated >= Self::ENOUGH
    }

    /// Adds what was found after so many schedules.
    pub(super) fn add(&mut self, world: &mut World<'_>, broken: Broken, script: &Script, schedules: u64) {
        self.repeated += if broken.is_panic() { Self::PANIC } else { 1 };
        self.of_status += u32::from(broken.is_of_status());
        if !self.first.iter().any(|known| known.broken.rule == broken.rule) {
            self.repeated = 0;
            let status_overlooked = world.overlooks_status();
            self.first.push(First { broken, script: script.clone(), schedules, status_overlooked });
        }
        if self.of_status >= Self::ENOUGH_OF_STATUS {
            world.overlook_status(true);
        }
    }

    /// Whether a wrong status has ended a schedule.
    pub(super) fn are_of_status(&self) -> bool {
        self.of_status > 0
    }

    /// What an exploration came to that had to be broken off in that schedule, since nothing certain can be said of the rest.
    pub(super) fn doubted(self, world: &mut World<'_>, schedules: u64, doubt: String) -> Explored {
        Explored { doubt: Some(doubt), ..self.explored(world, schedules, Coverage::Sampled) }
    }

    /// What an exploration came to: the finds, each made as short as possible, with its story.
    pub(super) fn explored(self, world: &mut World<'_>, schedules: u64, coverage: Coverage) -> Explored {
        let mut explored = Explored::new(schedules, coverage, Vec::new());
        for first in self.first {
            match tell(world, first) {
                Ok(found) => explored.found.push(found),
                Err(doubt) => explored.doubt = Some(doubt),
            }
        }
        explored
    }
}

/// Shrinks a script and runs it once more, for its story.
fn tell(world: &mut World<'_>, first: First) -> Result<Found, String> {
    world.overlook_status(first.status_overlooked);
    let script = Script { by_status: first.broken.is_of_status(), ..first.script };
    let (broken, script) = shrink(world, first.broken, script);
    match run(world, &script) {
        Ran::Broken(again) if again == broken => {
            let failure = Failure::new(again.violation, world.entries());
            let failure =
                failure.with_script(&script, again.rule, world.declaration()).after(first.schedules);
            Ok(Found { rule: again.rule, failure, may_be_echo: false, diagnosis: again.diagnosis })
        }
        _ => Err(format!(
            "nondeterministic: {} was broken ({}), and the next run of the same steps came out otherwise ({script})",
            broken.rule, broken.violation.seen
        )),
    }
}
