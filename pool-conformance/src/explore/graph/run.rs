//! One run at a time: to a state by the way on which it was first reached, and on from there.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::states::{Edge, Target};
use crate::{
    explore::{Bounds, Position, Transition, breaks_too_early, first_difference, unminded_break},
    model::{Entry, Script, Stop},
    oracle::{Finding, Ran, begin, check_invariants, end},
    sim::Sim,
};

/// Runs prefixes of the schedules of a world.
pub(super) struct Runner<'r, 'a> {
    pub(super) sim: &'r mut Sim<'a>,
    pub(super) bounds: Bounds,
    pub(super) script: Script,
    /// The ways in which the run can go on.
    pub(super) transitions: Vec<Transition>,
    pub(super) position: Position,
    /// What happened in the run before this one.
    before: Vec<Entry>,
    pub(super) runs: u64,
    /// Whether a task could not be put off any more.
    pub(super) at_bound: bool,
}

/// What one step came to.
pub(super) enum Came {
    To {
        look: u64,
        told: u64,
    },
    Broken(Finding),
    /// To where another schedule goes, too.
    TooEarly,
}

impl Came {
    /// The edge that this is, of which the state it leads to is still to be found.
    pub(super) fn is_along(&self, edge: Edge, look: impl Fn(u32) -> u64) -> bool {
        match (self, edge.target) {
            (Self::To { look: now, told }, Target::State(state)) => *now == look(state) && *told == edge.told,
            (Self::Broken(finding), Target::Broken(hash)) => hash_of(finding) == hash,
            (Self::TooEarly, Target::TooEarly) => true,
            _ => false,
        }
    }
}

/// A finding without its words.
pub(super) fn hash_of(finding: &Finding) -> u64 {
    let mut hasher = DefaultHasher::new();
    (finding.symptom, finding.situations).hash(&mut hasher);
    hasher.finish()
}

impl<'r, 'a> Runner<'r, 'a> {
    /// One that has run so many schedules before.
    pub(super) fn new(sim: &'r mut Sim<'a>, bounds: &Bounds, runs: u64) -> Self {
        Self {
            sim,
            bounds: *bounds,
            script: bounds.script(),
            transitions: Vec::new(),
            position: Position::default(),
            before: Vec::new(),
            runs,
            at_bound: false,
        }
    }

    /// Builds a pool and makes these moves, which have all been looked at before.
    pub(super) fn go_to(&mut self, path: &[Transition], position: Position) -> Result<(), Stop> {
        self.runs += 1;
        self.sim.swap_entries(&mut self.before);
        self.script.steps.clear();
        // What goes wrong in tearing down belongs to the run before.
        self.sim.forget_reached();
        self.sim.begin_schedule(self.runs);
        begin(self.sim, &self.script)?;
        for made in path {
            self.make(*made);
        }
        self.position = position;
        self.position.transitions(&self.bounds, self.sim, &mut self.transitions);
        Ok(())
    }

    /// How many events there have been.
    pub(super) fn events(&self) -> usize {
        self.sim.trace().entries().len()
    }

    /// How this run, come to its place with so many events, differs from the one before, which came to the same.
    pub(super) fn difference(&self, events: usize) -> Option<String> {
        let (now, before) = (self.sim.trace().entries(), &self.before[..events.min(self.before.len())]);
        (now != before).then(|| first_difference(&self.script, before, now))
    }

    /// Makes the move of that number.
    pub(super) fn go_on(&mut self, index: usize) -> Came {
        let made = self.transitions[index];
        let (names, events) = (self.sim.names(), self.events());
        self.position.note(made);
        self.make(made);
        if let Err(broken) = check_invariants(self.sim) {
            return Came::Broken(broken);
        }
        let open = self.position.transitions(&self.bounds, self.sim, &mut self.transitions);
        self.at_bound |= self.position.is_at_bound(&self.bounds);
        if open && self.position.may_have_faulted_early() && breaks_too_early(self.sim) {
            return Came::TooEarly;
        }
        Came::To { look: self.look(), told: self.sim.trace().told_since(events, &names) }
    }

    /// What the run looks like, with all that decides how it can go on.
    pub(super) fn look(&self) -> u64 {
        let names = self.sim.names();
        let broken = if self.bounds.faults > 0 { unminded_break(self.sim) } else { None };
        let broken = broken.map(|(nth, id)| (nth, names.conn(id)));
        let offered = self.transitions.len();
        self.sim.look(&names, (self.position.in_bounds(&self.bounds), offered, broken))
    }

    /// Lets the run end here: all gates open, everything is given back, and the pool is closed.
    pub(super) fn end(&mut self) -> Ran {
        end(self.sim)
    }

    fn make(&mut self, made: Transition) {
        for step in made.steps() {
            self.script.steps.push(step);
            self.sim.perform(step);
        }
    }
}
