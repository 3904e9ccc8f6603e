//! One run of a script: every step is followed by a look at the invariants, and the last by the finale.

use super::{
    Script,
    finale::finale,
    invariant::{Broken, inspect},
};
use crate::{
    rule::Stop,
    world::{Step, World},
};

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
        if gives_up_a_release(world, *step) {
            continue;
        }
        world.perform(*step);
        if let Err(broken) = inspect(world) {
            return Ran::Broken(broken);
        }
    }
    end(world)
}

/// Whether the step would drop a `release` half-way. No rule says yet what is to become of its connection, so that nobody does
/// that here.
fn gives_up_a_release(world: &World<'_>, step: Step) -> bool {
    matches!(step, Step::Cancel(actor) if world.is_releasing(actor))
}

/// What becomes of a run of which the last step has been made.
pub(super) fn end(world: &mut World<'_>) -> Ran {
    match finale(world) {
        Ok(()) => Ran::Kept,
        Err(broken) => Ran::Broken(broken),
    }
}
