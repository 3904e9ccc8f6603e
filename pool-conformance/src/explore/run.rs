//! One run of a script: every step is followed by a look at the invariants, and the last by the finale.

use super::{
    Script,
    finale::finale,
    invariant::{Broken, inspect},
};
use crate::{rule::Stop, world::World};

/// How a run came out.
pub(crate) enum Ran {
    Kept,
    Broken(Broken),
    /// The pool could not be built or initialised, so that there was nothing to explore.
    Stopped(Stop),
}

pub(crate) fn run(world: &mut World<'_>, script: &Script) -> Ran {
    world.forget_reached();
    if let Err(stop) = script.begin(world) {
        return Ran::Stopped(stop);
    }
    for step in &script.steps {
        world.perform(*step);
        if let Err(broken) = inspect(world) {
            return Ran::Broken(broken);
        }
    }
    end(world)
}

/// What becomes of a run of which the last step has been made.
pub(super) fn end(world: &mut World<'_>) -> Ran {
    match finale(world) {
        Ok(()) => Ran::Kept,
        Err(broken) => Ran::Broken(broken),
    }
}
