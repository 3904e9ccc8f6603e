use super::{
    Script,
    invariant::Broken,
    run::{Ran, run},
    shrink::shrink,
};
use crate::{report::Failure, world::World};

/// How much of a world was gone through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coverage {
    Complete,
    Partial,
}

/// A broken rule, with the story of the shortest script that was found for it.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) rule: &'static str,
    pub(crate) failure: Failure,
    /// Whether it may be what is wrong on one thread already, seen again among several.
    pub(crate) may_be_echo: bool,
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

    pub(crate) fn hung(rule: &'static str, failure: Failure) -> Self {
        Self::new(0, Coverage::Partial, vec![Found { rule, failure, may_be_echo: false }])
    }

    pub(crate) fn doubtful(doubt: String) -> Self {
        Self { schedules: 0, coverage: Coverage::Partial, found: Vec::new(), doubt: Some(doubt) }
    }
}

/// The first script for each rule that was found broken.
#[derive(Default)]
pub(super) struct Finds {
    first: Vec<First>,
    seen: u32,
}

struct First {
    broken: Broken,
    script: Script,
    schedules: u64,
}

impl Finds {
    /// After so many broken schedules, a world has hardly anything new to tell.
    const ENOUGH: u32 = 400;
    /// A panic of the pool's own counts for so many: each is printed by the panic hook, perhaps with a backtrace.
    const PANIC: u32 = 40;

    /// Whether so much is broken that it is no use to go on.
    pub(super) fn are_enough(&self) -> bool {
        self.seen >= Self::ENOUGH
    }

    /// Adds what was found after so many schedules.
    pub(super) fn add(&mut self, broken: Broken, script: &Script, schedules: u64) {
        self.seen += if broken.is_panic() { Self::PANIC } else { 1 };
        if !self.first.iter().any(|known| known.broken.rule == broken.rule) {
            self.first.push(First { broken, script: script.clone(), schedules });
        }
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
    let (broken, script) = shrink(world, first.broken, first.script);
    match run(world, &script) {
        Ran::Broken(again) if again == broken => {
            let failure = Failure::new(again.violation, world.state().ledger.entries());
            let failure = failure.with_script(&script).after(first.schedules);
            Ok(Found { rule: again.rule, failure, may_be_echo: false })
        }
        _ => Err(format!(
            "nondeterministic: {} was broken ({}), and the next run of the same steps came out otherwise ({script})",
            broken.rule, broken.violation.seen
        )),
    }
}
