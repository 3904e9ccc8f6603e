//! A small world of a pool that chooses at random. No schedule of it can be run again, so that ways through the world are drawn.

use super::{Bounds, Completeness, Counterexamples, LONGEST, Position, Walked};
use crate::{
    generate::Rng,
    model::Script,
    oracle::{Ran, begin, check_invariants, end},
    sim::Sim,
};

/// How many ways are drawn at most.
const WAYS: u64 = 400;

/// Goes ways through the world, each choice drawn, after so many runs: how many, and why no more.
pub(super) fn wander(
    sim: &mut Sim<'_>,
    finds: &mut Counterexamples<'_>,
    bounds: &Bounds,
    earlier: u64,
    limit: u64,
) -> (u64, Walked) {
    let mut rng = Rng::new(earlier);
    let ways = limit.min(WAYS);
    for way in 1..=ways {
        let mut script = bounds.script();
        sim.forget_reached();
        sim.begin_schedule(earlier + way);
        match go(sim, bounds, &mut script, &mut rng) {
            Ran::Kept => {}
            Ran::Broken(broken) => finds.add(sim, broken, &script, earlier + way),
            Ran::Stopped(_) if script.limits.may_be_refused() => {}
            Ran::Stopped(stop) => return (way, Walked::Doubted(stop.to_string())),
        }
        if let Some(why) = sim.foreign_threads() {
            return (way, Walked::Doubted(why.to_owned()));
        }
        if finds.are_enough() {
            return (way, Walked::Covered(Completeness::ENOUGH_FOUND));
        }
    }
    (ways, Walked::Covered(Completeness::Sampled))
}

fn go(sim: &mut Sim<'_>, bounds: &Bounds, script: &mut Script, rng: &mut Rng) -> Ran {
    if let Err(stop) = begin(sim, script) {
        return Ran::Stopped(stop);
    }
    let (mut position, mut transitions) = (Position::default(), Vec::new());
    while script.steps.len() < usize::from(LONGEST) {
        position.transitions(bounds, sim, &mut transitions);
        let Ok(choices) = u8::try_from(transitions.len()) else { break };
        let Some(made) = transitions.get(usize::from(rng.below(choices))) else { break };
        position.note(*made);
        for step in made.steps() {
            script.steps.push(step);
            sim.perform(step);
        }
        if let Err(broken) = check_invariants(sim) {
            return Ran::Broken(broken);
        }
    }
    end(sim)
}
