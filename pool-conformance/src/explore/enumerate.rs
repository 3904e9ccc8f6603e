//! Every schedule of a small world, one after the other, by running each from the start.

use super::{
    Explored, Script, Small,
    difference::first_difference,
    find::{Coverage, Finds},
    invariant::inspect,
    moves::{Move, Progress},
    reorder::breaks_too_early,
    run::{Ran, end},
};
use crate::{
    ledger::Entry,
    world::{Step, World},
};

/// More steps than a schedule of a small world has, unless the pool wakes itself without end.
const STEPS: usize = 200;

/// A choice that was made: which of how many, how long the ledger was by then, and what came of it.
struct Choice {
    taken: usize,
    of: usize,
    known: usize,
    made: Move,
    after: Progress,
}

/// Goes through the schedules of a small world, all of them or so many.
pub(crate) fn enumerate(world: &mut World<'_>, small: &Small, limit: u64) -> Explored {
    let mut path: Vec<Choice> = Vec::new();
    let mut finds = Finds::default();
    let mut schedules = 0;
    let mut walk = Walk {
        small: *small,
        script: small.script(),
        moves: Vec::new(),
        before: Vec::new(),
        at_bound: false,
    };
    loop {
        schedules += 1;
        world.begin_schedule(schedules);
        match walk.once(world, &mut path) {
            Walked::Again => schedules -= 1,
            Walked::To(Ran::Broken(broken)) => finds.add(world, broken, &walk.script, schedules),
            Walked::To(Ran::Kept) => {}
            Walked::To(Ran::Stopped(stop)) => return Explored::doubtful(stop.to_string()),
            Walked::Elsewhere(difference) => return Explored::doubtful(difference),
        }
        if !next(&mut path) {
            let put_off = walk.at_bound.then_some(small.delays);
            return finds.explored(world, schedules, Coverage::Complete { put_off });
        }
        if finds.are_enough() {
            return finds.explored(world, schedules, Coverage::ENOUGH_FOUND);
        }
        if schedules >= limit {
            return finds.explored(world, schedules, Coverage::BEYOND_BUDGET);
        }
    }
}

/// Moves on to the next schedule; false if there is none.
fn next(path: &mut Vec<Choice>) -> bool {
    while let Some(last) = path.last_mut() {
        last.taken += 1;
        if last.taken < last.of {
            return true;
        }
        path.pop();
    }
    false
}

enum Walked {
    To(Ran),
    /// To where another schedule goes, too.
    Again,
    /// The same steps led to something else than before.
    Elsewhere(String),
}

struct Walk {
    small: Small,
    script: Script,
    moves: Vec<Move>,
    /// What happened in the schedule before this one, which began with the same steps.
    before: Vec<Entry>,
    /// Whether a task could not be put off any more.
    at_bound: bool,
}

impl Walk {
    /// Runs the schedule that the path leads to, and completes the path with the first of each further choice.
    ///
    /// Up to its last choice, the path is that of the schedule before: everything has to happen again, and has been
    /// looked at.
    fn once(&mut self, world: &mut World<'_>, path: &mut Vec<Choice>) -> Walked {
        world.swap_entries(&mut self.before);
        self.script.steps.clear();
        world.forget_reached();
        if let Err(stop) = self.script.begin(world) {
            return Walked::To(Ran::Stopped(stop));
        }
        let last = path.pop();
        let mut progress = path.last().map_or_else(Progress::default, |choice| choice.after);
        for choice in path.iter() {
            self.make(world, choice.made);
        }
        progress.moves(&self.small, world, &mut self.moves);
        match last.as_ref().and_then(|choice| self.difference(world, choice)) {
            Some(difference) => Walked::Elsewhere(difference),
            None => self.go_on(world, path, progress, last.map_or(0, |choice| choice.taken)),
        }
    }

    /// Makes the move of that number, and from there on the first of all that there are.
    fn go_on(
        &mut self,
        world: &mut World<'_>,
        path: &mut Vec<Choice>,
        mut progress: Progress,
        mut taken: usize,
    ) -> Walked {
        while let Some(&made) = self.moves.get(taken)
            && path.len() < STEPS
        {
            let known = world.entries().len();
            progress.note(made);
            path.push(Choice { taken, of: self.moves.len(), known, made, after: progress });
            self.make(world, made);
            if let Err(broken) = inspect(world) {
                return Walked::To(Ran::Broken(broken));
            }
            taken = 0;
            let open = progress.moves(&self.small, world, &mut self.moves);
            self.at_bound |= progress.is_at_bound(&self.small);
            if open && progress.has_faulted() && breaks_too_early(world) {
                return Walked::Again;
            }
        }
        Walked::To(end(world))
    }

    fn make(&mut self, world: &mut World<'_>, made: Move) {
        self.make_step(world, made.first);
        if let Some(second) = made.second {
            self.make_step(world, second);
        }
    }

    fn make_step(&mut self, world: &mut World<'_>, step: Step) {
        self.script.steps.push(step);
        world.perform(step);
    }

    /// How the way to this choice differs from what it was before, if it does.
    fn difference(&self, world: &World<'_>, choice: &Choice) -> Option<String> {
        let (now, before) = (world.entries(), &self.before[..choice.known]);
        if now == before && self.moves.len() == choice.of {
            return None;
        }
        Some(first_difference(&self.script, before, now))
    }
}
