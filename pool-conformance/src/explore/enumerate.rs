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
///
/// A wrong status ends a schedule and all that begin like it. Where it has, the world is gone through once more, from the
/// start and with the status overlooked, for what else there is.
pub(crate) fn enumerate(world: &mut World<'_>, small: &Small, limit: u64) -> Explored {
    let mut finds = Finds::default();
    let (mut schedules, mut end) = Walk::new(small).through(world, limit, 0, &mut finds);
    if finds.are_of_status() && !matches!(end, End::Doubted(_)) {
        world.overlook_status(true);
        (schedules, end) = Walk::new(small).through(world, limit, schedules, &mut finds);
    }
    match end {
        End::Covered(coverage) => finds.explored(world, schedules, coverage),
        End::Doubted(doubt) => finds.doubted(world, schedules, doubt),
    }
}

/// How a walk came to its end.
enum End {
    Covered(Coverage),
    Doubted(String),
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

/// A walk through the schedules of a world.
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
    fn new(small: &Small) -> Self {
        let (moves, before) = (Vec::new(), Vec::new());
        Self { small: *small, script: small.script(), moves, before, at_bound: false }
    }

    /// How many schedules were run, and why no more, after so many on an earlier walk.
    fn through(&mut self, world: &mut World<'_>, limit: u64, earlier: u64, finds: &mut Finds) -> (u64, End) {
        let mut path: Vec<Choice> = Vec::new();
        let mut schedules = 0;
        loop {
            schedules += 1;
            match self.once(world, &mut path, earlier + schedules) {
                Walked::Again => schedules -= 1,
                Walked::To(Ran::Broken(broken)) => {
                    finds.add(world, broken, &self.script, earlier + schedules);
                }
                Walked::To(Ran::Kept) => {}
                Walked::To(Ran::Stopped(stop)) => return (schedules, End::Doubted(stop.to_string())),
                Walked::Elsewhere(difference) => return (schedules, End::Doubted(difference)),
            }
            if let Some(why) = world.strangers() {
                return (schedules, End::Doubted(why.to_owned()));
            }
            if !next(&mut path) {
                let put_off = self.at_bound.then_some(self.small.delays);
                return (schedules, End::Covered(Coverage::Complete { put_off }));
            }
            if finds.are_enough() {
                return (schedules, End::Covered(Coverage::ENOUGH_FOUND));
            }
            if schedules >= limit {
                return (schedules, End::Covered(Coverage::BEYOND_BUDGET));
            }
        }
    }

    /// Runs the schedule that the path leads to, and completes the path with the first of each further choice.
    ///
    /// Up to its last choice, the path is that of the schedule before: everything has to happen again, and has been
    /// looked at.
    fn once(&mut self, world: &mut World<'_>, path: &mut Vec<Choice>, number: u64) -> Walked {
        world.swap_entries(&mut self.before);
        self.script.steps.clear();
        // What goes wrong in tearing down belongs to the schedule before.
        world.forget_reached();
        world.begin_schedule(number);
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
            if open && progress.may_have_faulted_early() && breaks_too_early(world) {
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
