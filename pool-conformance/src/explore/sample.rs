//! Larger worlds, by sampling: scripts that proptest draws.

use proptest::{
    collection::vec,
    prelude::{Strategy, any},
    strategy::ValueTree,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

use super::{
    Explored,
    difference::first_difference,
    draw::{Flavour, steps},
    find::{Coverage, Finds},
    run::{Ran, run},
    script::{Gates, Script},
};
use crate::world::{Actor, Step, World};

/// How many steps a sampled script has.
const FEWEST_STEPS: usize = 8;
const MOST_STEPS: usize = 56;
/// One in so many scripts is run twice, to see whether the pool does the same again.
const REPEATED: u64 = 10;
/// In one of so many scripts `init` is a client like the others.
const FROM_INIT_ON: u8 = 8;
/// The largest sampled pool.
const MAX_SIZE: u8 = 4;

/// Draws so many scripts and runs each.
pub(crate) fn sample(world: &mut World<'_>, seed: u64, schedules: u64, flavour: Flavour) -> Explored {
    let mut bytes = [1; 16];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::XorShift, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let scripts = scripts(flavour);
    let mut finds = Finds::default();
    for done in 0..schedules {
        let Ok(tree) = scripts.new_tree(&mut runner) else {
            return finds.explored(world, done, Coverage::Cut("no more could be drawn"));
        };
        let script = tree.current();
        // What goes wrong in tearing down belongs to the schedule before.
        world.forget_reached();
        world.begin_schedule(done + 1);
        let ran = run(world, &script);
        if done % REPEATED == 0
            && let Some(difference) = repeat(world, &script)
        {
            return finds.doubted(world, done + 1, difference);
        }
        if let Some(why) = world.strangers() {
            return finds.doubted(world, done + 1, why.to_owned());
        }
        match ran {
            Ran::Kept => {}
            Ran::Broken(broken) => finds.add(world, broken, &script, done + 1),
            Ran::Stopped(stop) => return finds.doubted(world, done + 1, stop.to_string()),
        }
        if finds.are_enough() {
            return finds.explored(world, done + 1, Coverage::ENOUGH_FOUND);
        }
    }
    finds.explored(world, schedules, Coverage::Sampled)
}

/// Runs a script again: how that differs from the run before, if it does.
fn repeat(world: &mut World<'_>, script: &Script) -> Option<String> {
    let before = world.entries().to_vec();
    run(world, script);
    let now = world.entries();
    (now != before).then(|| first_difference(script, &before, now))
}

/// Mostly connects are slow in one script of two, and other calls in one of four.
fn gates() -> impl Strategy<Value = Gates> {
    let slow = |odds: u8| (0..odds).prop_map(|number| number == 0);
    (slow(2), slow(4), slow(4)).prop_map(|(connect, check, disconnect)| Gates { connect, check, disconnect })
}

fn scripts(flavour: Flavour) -> impl Strategy<Value = Script> {
    let pool = (1..=MAX_SIZE, 0..=MAX_SIZE, any::<bool>(), gates(), 0..FROM_INIT_ON);
    (pool, vec(any::<u32>(), FEWEST_STEPS..MOST_STEPS)).prop_map(
        move |((max, min, validate, gates, from_init_on), drawn)| {
            let uninitialised = from_init_on == 0;
            let script = Script { validate, gates, uninitialised, ..Script::of(min.min(max), max) };
            let init = uninitialised.then_some(Step::Start(Actor::Init(0)));
            let steps = init.into_iter().chain(steps(&script, &drawn, flavour)).collect();
            Script { steps, ..script }
        },
    )
}

#[cfg(test)]
mod tests {
    use std::future::{Ready, ready};

    use proptest::{strategy::ValueTree, test_runner::TestRunner};

    use super::{Strategy, World, scripts};
    use crate::{
        Probe, Setup,
        explore::Flavour,
        ledger::{Call, CallEnd, Event, Fold},
        world::{Clock, Pulse, Step, Witness},
    };

    #[expect(unreachable_pub, reason = "a file that documentation shows, too")]
    mod doc_pool {
        include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/pool.rs"));
    }
    use doc_pool::DocPool;

    fn pool(setup: Setup) -> Ready<DocPool<Probe>> {
        ready(DocPool::new(setup.manager, setup.min_size, setup.max_size, setup.acquire_timeout))
    }

    fn failed_connects(fold: &Fold) -> usize {
        fold.ends(Call::Connect, CallEnd::Failed) + fold.ends(Call::Connect, CallEnd::Panicked)
    }

    /// Performs a step; whether a connect failed, or a connection broke, while somebody waited.
    fn fails_under_a_waiter(world: &mut World<'_>, step: Step) -> bool {
        let pending = world.actors().filter(|actor| world.is_pending(*actor)).count();
        let waiting = pending > world.fold().running;
        let before = (failed_connects(world.fold()), world.entries().len());
        world.perform(step);
        let broke = world.entries()[before.1..].iter().any(|entry| matches!(entry.event, Event::Broke(_)));
        waiting && (broke || failed_connects(world.fold()) > before.0)
    }

    #[test]
    fn what_is_hard_to_come_by_is_common() {
        const SCRIPTS: usize = 1_000;
        let (clock, pulse) = (Clock::new(), Pulse::default());
        let mut world = World::new(&pool, &clock, &pulse);
        let scripts = scripts(Flavour { closes: true, called_back: false });
        let mut runner = TestRunner::deterministic();
        let (mut crowded, mut chosen, mut under_waiter) = (0, 0, 0);
        for _ in 0..SCRIPTS {
            let script = scripts.new_tree(&mut runner).expect("a script can be drawn").current();
            world.forget_reached();
            script.begin(&mut world).expect("the pool can be built");
            let fails = script.steps.iter().filter(|step| fails_under_a_waiter(&mut world, **step)).count();
            crowded += usize::from(world.reached().has(Witness::Waited));
            chosen += usize::from(world.reached().has(Witness::ChosenCancelled));
            under_waiter += usize::from(fails > 0);
        }
        let common =
            |count: usize, least: usize| assert!(count * 100 >= SCRIPTS * least, "{count} of {SCRIPTS}");
        common(crowded, 50);
        common(chosen, 30);
        common(under_waiter, 30);
    }
}
