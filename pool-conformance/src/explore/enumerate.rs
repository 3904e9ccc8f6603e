//! Every schedule of a small world, one after the other, by running each from the start.

use super::{
    Explored, Script, Small,
    find::{Coverage, Finds},
    invariant::inspect,
    run::{Ran, end},
    small::{Move, Progress},
};
use crate::world::World;

/// More steps than a schedule of a small world has, unless the pool wakes itself without end.
const STEPS: usize = 200;

/// A choice that was made: which of how many.
struct Choice {
    taken: usize,
    of: usize,
}

/// Goes through the schedules of a small world, all of them or so many.
pub(crate) fn enumerate(world: &mut World<'_>, small: &Small, limit: u64) -> Explored {
    let mut path: Vec<Choice> = Vec::new();
    let mut finds = Finds::default();
    let mut schedules = 0;
    let mut walk = Walk { small: *small, script: small.script(), moves: Vec::new() };
    loop {
        schedules += 1;
        match walk.once(world, &mut path) {
            Walked::To(Ran::Broken(broken)) => finds.add(broken, &walk.script, schedules),
            Walked::To(Ran::Kept) => {}
            Walked::To(Ran::Stopped(stop)) => return Explored::doubtful(stop.to_string()),
            Walked::Elsewhere => {
                return Explored::doubtful(format!(
                    "nondeterministic: a second run of the same steps went another way: {}",
                    walk.script
                ));
            }
        }
        if !next(&mut path) {
            return Explored::new(schedules, Coverage::Complete, finds.shrunk(world));
        }
        if schedules >= limit {
            return Explored::new(schedules, Coverage::Partial, finds.shrunk(world));
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
    /// The same steps led to another choice than before.
    Elsewhere,
}

struct Walk {
    small: Small,
    script: Script,
    moves: Vec<Move>,
}

impl Walk {
    /// Runs the schedule that the path leads to, and completes the path with the first of each further choice.
    fn once(&mut self, world: &mut World<'_>, path: &mut Vec<Choice>) -> Walked {
        self.script.steps.clear();
        world.forget_reached();
        if let Err(stop) = self.script.begin(world) {
            return Walked::To(Ran::Stopped(stop));
        }
        let mut progress = Progress::new(self.small);
        for depth in 0..STEPS {
            progress.moves(world, &mut self.moves);
            if self.moves.is_empty() {
                break;
            }
            match path.get(depth) {
                None => path.push(Choice { taken: 0, of: self.moves.len() }),
                Some(choice) if choice.of != self.moves.len() => return Walked::Elsewhere,
                Some(_) => {}
            }
            let taken = self.moves[path[depth].taken];
            progress.note(taken);
            if let Some(ran) = self.make(world, taken) {
                path.truncate(depth + 1);
                return Walked::To(ran);
            }
        }
        Walked::To(end(world))
    }

    fn make(&mut self, world: &mut World<'_>, taken: Move) -> Option<Ran> {
        for step in [Some(taken.first), taken.second].into_iter().flatten() {
            self.script.steps.push(step);
            world.perform(step);
        }
        inspect(world).err().map(Ran::Broken)
    }
}
