//! Plain enumeration: every schedule within some bounds, one after the other, by running each from the start.

use super::{
    Bounds, Completeness, Counterexamples, LONGEST, Position, Transition, Walked, backtrack,
    breaks_too_early, first_difference,
};
use crate::{
    model::{Entry, Script, Step},
    oracle::{Ran, begin, check_invariants, end},
    sim::Sim,
};

/// A choice that was made: which of how many, how long the trace was by then, and what came of it.
struct Choice {
    taken: usize,
    of: usize,
    known: usize,
    made: Transition,
    after: Position,
}

/// Goes through the schedules of a small world one by one, all of them or so many, after so many runs.
///
/// A wrong status ends a schedule and all that begin like it. Where it has, the world is gone through once more, from the
/// start and with the status overlooked, for what else there is.
pub(crate) fn enumerate(
    sim: &mut Sim<'_>,
    finds: &mut Counterexamples<'_>,
    bounds: &Bounds,
    earlier: u64,
    limit: u64,
) -> Enumerated {
    let of_status = !sim.ignores_status();
    let (mut schedules, mut end) = Walk::new(bounds).through(sim, limit, earlier, finds);
    let mut runs = earlier + schedules;
    if of_status && finds.are_of_status() && !matches!(end, Walked::Doubted(_) | Walked::ByChance(_)) {
        sim.ignore_status(true);
        (schedules, end) = Walk::new(bounds).through(sim, limit, runs, finds);
        runs += schedules;
    }
    Enumerated { schedules, runs, end }
}

/// What an enumeration came to.
pub(crate) struct Enumerated {
    pub(crate) schedules: u64,
    pub(crate) runs: u64,
    pub(crate) end: Walked,
}

/// Moves on to the next schedule; false if there is none.
fn next(path: &mut Vec<Choice>) -> bool {
    backtrack(path, |last| {
        last.taken += 1;
        last.taken < last.of
    })
}

enum Once {
    To(Ran),
    /// To where another schedule goes, too.
    Again,
    /// The same steps led to something else than before.
    Elsewhere(String),
}

/// A walk through the schedules within some bounds.
struct Walk {
    bounds: Bounds,
    script: Script,
    transitions: Vec<Transition>,
    /// What happened in the schedule before this one, which began with the same steps.
    before: Vec<Entry>,
    /// Whether a task could not be put off any more.
    at_bound: bool,
}

impl Walk {
    fn new(bounds: &Bounds) -> Self {
        let (transitions, before) = (Vec::new(), Vec::new());
        Self { bounds: *bounds, script: bounds.script(), transitions, before, at_bound: false }
    }

    /// How many schedules were run, and why no more, after so many on an earlier walk.
    fn through(
        &mut self,
        sim: &mut Sim<'_>,
        limit: u64,
        earlier: u64,
        finds: &mut Counterexamples<'_>,
    ) -> (u64, Walked) {
        let mut path: Vec<Choice> = Vec::new();
        let mut schedules = 0;
        loop {
            schedules += 1;
            match self.once(sim, &mut path, earlier + schedules) {
                Once::Again => schedules -= 1,
                Once::To(Ran::Broken(broken)) => {
                    finds.add(sim, broken, &self.script, earlier + schedules);
                }
                Once::To(Ran::Kept) => {}
                Once::To(Ran::Stopped(_)) if self.script.limits.may_be_refused() => {}
                Once::To(Ran::Stopped(stop)) => return (schedules, Walked::Doubted(stop.to_string())),
                Once::Elsewhere(difference) => return (schedules, Walked::ByChance(difference)),
            }
            if let Some(why) = sim.foreign_threads() {
                return (schedules, Walked::Doubted(why.to_owned()));
            }
            if !next(&mut path) {
                let put_off = self.at_bound.then_some(self.bounds.delays);
                return (schedules, Walked::Covered(Completeness::Complete { put_off }));
            }
            if finds.are_enough() {
                return (schedules, Walked::Covered(Completeness::ENOUGH_FOUND));
            }
            if schedules >= limit {
                return (schedules, Walked::Covered(Completeness::BEYOND_BUDGET));
            }
        }
    }

    /// Runs the schedule that the path leads to, and completes the path with the first of each further choice.
    ///
    /// Up to its last choice, the path is that of the schedule before: everything has to happen again, and has been
    /// looked at.
    fn once(&mut self, sim: &mut Sim<'_>, path: &mut Vec<Choice>, number: u64) -> Once {
        sim.swap_entries(&mut self.before);
        self.script.steps.clear();
        // What goes wrong in tearing down belongs to the schedule before.
        sim.forget_reached();
        sim.begin_schedule(number);
        if let Err(stop) = begin(sim, &self.script) {
            return Once::To(Ran::Stopped(stop));
        }
        let last = path.pop();
        let mut position = path.last().map_or_else(Position::default, |choice| choice.after);
        for choice in path.iter() {
            self.make(sim, choice.made);
        }
        position.transitions(&self.bounds, sim, &mut self.transitions);
        match last.as_ref().and_then(|choice| self.difference(sim, choice)) {
            Some(difference) => Once::Elsewhere(difference),
            None => self.go_on(sim, path, position, last.map_or(0, |choice| choice.taken)),
        }
    }

    /// Makes the move of that number, and from there on the first of all that there are.
    fn go_on(
        &mut self,
        sim: &mut Sim<'_>,
        path: &mut Vec<Choice>,
        mut position: Position,
        mut taken: usize,
    ) -> Once {
        while path.len() < usize::from(LONGEST) {
            let Some(&made) = self.transitions.get(taken) else { break };
            let known = sim.trace().entries().len();
            position.note(made);
            path.push(Choice { taken, of: self.transitions.len(), known, made, after: position });
            self.make(sim, made);
            if let Err(broken) = check_invariants(sim) {
                return Once::To(Ran::Broken(broken));
            }
            taken = 0;
            let open = position.transitions(&self.bounds, sim, &mut self.transitions);
            self.at_bound |= position.is_at_bound(&self.bounds);
            if open && position.may_have_faulted_early() && breaks_too_early(sim) {
                return Once::Again;
            }
        }
        Once::To(end(sim))
    }

    fn make(&mut self, sim: &mut Sim<'_>, made: Transition) {
        self.make_step(sim, made.first);
        if let Some(second) = made.second {
            self.make_step(sim, second);
        }
    }

    fn make_step(&mut self, sim: &mut Sim<'_>, step: Step) {
        self.script.steps.push(step);
        sim.perform(step);
    }

    /// How the way to this choice differs from what it was before, if it does.
    fn difference(&self, sim: &Sim<'_>, choice: &Choice) -> Option<String> {
        let (now, before) = (sim.trace().entries(), &self.before[..choice.known]);
        if now == before && self.transitions.len() == choice.of {
            return None;
        }
        Some(first_difference(&self.script, before, now))
    }
}
