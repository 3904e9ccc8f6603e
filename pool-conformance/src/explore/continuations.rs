//! Every way on from the middle of a script, within some bounds.

use super::{Bounds, LONGEST, Position, Transition, backtrack};
use crate::{
    model::{Script, Step},
    oracle::{Ran, begin, check_invariants, end},
    sim::Sim,
};

/// A choice that was made: which of how many.
#[derive(Clone, Copy)]
struct Choice {
    taken: usize,
    of: usize,
}

/// There is another number of choices than before.
struct Differs;

/// The ways on after the first steps of a script that do not go on as the script does, one after the other.
pub(super) struct Continuations<'s> {
    bounds: Bounds,
    script: &'s Script,
    /// How many of its steps come first.
    first: usize,
    path: Vec<Choice>,
    transitions: Vec<Transition>,
}

/// What came of a way on.
pub(super) struct Way {
    /// The steps from the start.
    pub(super) steps: Vec<Step>,
    pub(super) ran: Ran,
    /// Whether it was the last.
    pub(super) last: bool,
}

/// Where the next way on leads.
pub(super) enum Went {
    To(Way),
    /// There is no other way on than the script's.
    Nowhere,
    /// The pool did not do the same again.
    Elsewhere,
}

impl<'s> Continuations<'s> {
    pub(super) fn new(bounds: Bounds, script: &'s Script, first: usize) -> Self {
        Self { bounds, script, first, path: Vec::new(), transitions: Vec::new() }
    }

    /// Goes the next way on.
    pub(super) fn next(&mut self, sim: &mut Sim<'_>) -> Went {
        let mut steps = Vec::new();
        match self.go(sim, &mut steps) {
            Ok(Some(ran)) => {
                let more = backtrack(&mut self.path, |choice| {
                    choice.taken += 1;
                    choice.taken < choice.of
                });
                Went::To(Way { steps, ran, last: !more })
            }
            Ok(None) => Went::Nowhere,
            Err(Differs) => Went::Elsewhere,
        }
    }

    fn go(&mut self, sim: &mut Sim<'_>, steps: &mut Vec<Step>) -> Result<Option<Ran>, Differs> {
        sim.forget_reached();
        if let Err(stop) = begin(sim, self.script) {
            return Ok(Some(Ran::Stopped(stop)));
        }
        let mut position = Position::default();
        for step in &self.script.steps[..self.first] {
            position.follow(*step, sim);
            sim.perform(*step);
            steps.push(*step);
            if let Err(broken) = check_invariants(sim) {
                return Ok(Some(Ran::Broken(broken)));
            }
        }
        for depth in 0..usize::from(LONGEST) {
            position.transitions(&self.bounds, sim, &mut self.transitions);
            let own = self.script.steps.get(self.first).filter(|_| depth == 0);
            if let Some(own) = own {
                self.transitions.retain(|other| other.first != *own);
            }
            let Some(made) = self.choose(depth)? else {
                if own.is_some() {
                    return Ok(None);
                }
                break;
            };
            position.note(made);
            for step in made.steps() {
                sim.perform(step);
                steps.push(step);
            }
            if let Err(broken) = check_invariants(sim) {
                return Ok(Some(Ran::Broken(broken)));
            }
        }
        Ok(Some(end(sim)))
    }

    /// What is chosen at that depth, if there is anything.
    fn choose(&mut self, depth: usize) -> Result<Option<Transition>, Differs> {
        let of = self.transitions.len();
        if depth == self.path.len() && of > 0 {
            self.path.push(Choice { taken: 0, of });
        }
        match self.path.get(depth) {
            Some(choice) if choice.of == of => Ok(Some(self.transitions[choice.taken])),
            Some(_) => Err(Differs),
            None => Ok(None),
        }
    }
}
