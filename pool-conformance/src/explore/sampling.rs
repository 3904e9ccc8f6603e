//! Larger worlds, by sampling.

use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

use super::{Completeness, Counterexamples, Explored, first_difference};
use crate::{
    generate::{Profile, scripts},
    model::Script,
    oracle::{Attribution, Ran, run},
    sim::Sim,
};

/// One in so many scripts is run twice, to see whether the pool does the same again.
const REPEATED: u64 = 10;

/// Draws so many scripts and runs each.
pub(crate) fn sample(
    sim: &mut Sim<'_>,
    attribution: &Attribution,
    seed: u64,
    schedules: u64,
    profile: Profile,
) -> Explored {
    let mut runner = runner(seed);
    let scripts = scripts(profile);
    let mut finds = Counterexamples::new(attribution);
    for done in 0..schedules {
        let Ok(tree) = scripts.new_tree(&mut runner) else {
            return finds.explored(sim, done, Completeness::Cut("no more could be drawn"));
        };
        let script = tree.current();
        // What goes wrong in tearing down belongs to the schedule before.
        sim.forget_reached();
        sim.begin_schedule(done + 1);
        let ran = run(sim, &script);
        if done % REPEATED == 0 && !finds.are_by_chance() {
            if let Some(seen) = repeat(sim, &script) {
                finds.note_chance(seen);
            }
        }
        if let Some(why) = sim.foreign_threads() {
            return finds.doubted(sim, done + 1, why.to_owned());
        }
        match ran {
            Ran::Broken(broken) => finds.add(sim, broken, &script, done + 1),
            Ran::Stopped(stop) if !script.limits.may_be_refused() => {
                return finds.doubted(sim, done + 1, stop.to_string());
            }
            Ran::Kept | Ran::Stopped(_) => {}
        }
        if finds.are_enough() {
            return finds.explored(sim, done + 1, Completeness::ENOUGH_FOUND);
        }
    }
    finds.explored(sim, schedules, Completeness::Sampled)
}

fn runner(seed: u64) -> TestRunner {
    let mut bytes = [1; 16];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::XorShift, &bytes);
    TestRunner::new_with_rng(Config::default(), rng)
}

/// Runs a script again: how that differs from the run before, if it does.
fn repeat(sim: &mut Sim<'_>, script: &Script) -> Option<String> {
    let before = sim.trace().entries().to_vec();
    run(sim, script);
    let now = sim.trace().entries();
    (now != before).then(|| first_difference(script, &before, now))
}

#[cfg(test)]
mod tests {
    use std::future::{Ready, ready};

    use proptest::{
        strategy::{Strategy, ValueTree},
        test_runner::TestRunner,
    };

    use crate::{
        generate::{Profile, scripts},
        model::{Actor, Call, CallEnd, Event, ExtensionSet, Situation, Step},
        oracle::begin,
        probe::Probe,
        sim::{Clock, Heartbeat, Sim},
        subject::Setup,
        trace::Summary,
    };

    #[expect(unreachable_pub, reason = "a file that documentation shows, too")]
    mod doc_pool {
        include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/pool.rs"));
    }
    use doc_pool::DocPool;

    fn pool(setup: Setup) -> Ready<DocPool<Probe>> {
        ready(DocPool::new(setup.manager, setup.min_size, setup.max_size, setup.acquire_timeout))
    }

    fn failed_connects(summary: &Summary) -> usize {
        summary.ends(Call::Connect, CallEnd::Failed) + summary.ends(Call::Connect, CallEnd::Panicked)
    }

    /// Performs a step; whether a connect failed, or a connection broke, while a client waited.
    fn fails_under_a_waiter(sim: &mut Sim<'_>, step: Step) -> bool {
        let pending = sim.tasks().actors().filter(|actor| sim.tasks().is_pending(*actor)).count();
        let waiting = pending > sim.trace().summary().running;
        let before = (failed_connects(sim.trace().summary()), sim.trace().entries().len());
        sim.perform(step);
        let broke =
            sim.trace().entries()[before.1..].iter().any(|entry| matches!(entry.event, Event::Broke(_)));
        waiting && (broke || failed_connects(sim.trace().summary()) > before.0)
    }

    #[test]
    fn what_is_hard_to_come_by_is_common() {
        const SCRIPTS: usize = 1_000;
        let (clock, heartbeat) = (Clock::new(), Heartbeat::default());
        let mut sim = Sim::new(&pool, &clock, &heartbeat);
        let extensions = ExtensionSet::default();
        let profile = Profile {
            closes: true,
            called_back: false,
            health_checked: false,
            panics: false,
            long: false,
            extensions,
        };
        let scripts = scripts(profile);
        let mut runner = TestRunner::deterministic();
        let (mut crowded, mut chosen, mut under_waiter) = (0, 0, 0);
        for _ in 0..SCRIPTS {
            let script = scripts.new_tree(&mut runner).expect("a script can be drawn").current();
            sim.forget_reached();
            begin(&mut sim, &script).expect("the pool can be built");
            let fails = script.steps.iter().filter(|step| fails_under_a_waiter(&mut sim, **step)).count();
            crowded += usize::from(sim.reached().has(Situation::Waited));
            chosen += usize::from(sim.reached().has(Situation::ChosenCancelled));
            under_waiter += usize::from(fails > 0);
        }
        let common =
            |count: usize, least: usize| assert!(count * 100 >= SCRIPTS * least, "{count} of {SCRIPTS}");
        common(crowded, 50);
        common(chosen, 30);
        common(under_waiter, 30);
    }

    #[test]
    fn in_ten_long_lives_there_are_twenty_of_each_kind() {
        let (clock, heartbeat) = (Clock::new(), Heartbeat::default());
        let mut sim = Sim::new(&pool, &clock, &heartbeat);
        let extensions = ExtensionSet::default();
        let profile = Profile {
            closes: false,
            called_back: false,
            health_checked: true,
            panics: false,
            long: true,
            extensions,
        };
        let (scripts, mut runner, mut most) = (scripts(profile), super::runner(1), [0; 5]);
        for _ in 0..10 {
            let script = scripts.new_tree(&mut runner).expect("a script can be drawn").current();
            sim.forget_reached();
            begin(&mut sim, &script).expect("the pool can be built");
            script.steps.iter().for_each(|step| sim.perform(*step));
            let count = |of: fn(&Event) -> bool| {
                sim.trace().entries().iter().filter(|entry| of(&entry.event)).count()
            };
            let summary = sim.trace().summary();
            let now = [
                summary.connects,
                summary.ends(Call::Check, CallEnd::Succeeded),
                summary.ends(Call::HasBroken, CallEnd::Succeeded),
                count(|event| matches!(event, Event::Held(..))),
                count(|event| matches!(event, Event::Settled(Actor::HealthCheck(_), _))),
            ];
            most = std::array::from_fn(|kind| most[kind].max(now[kind]));
        }
        assert!(most.into_iter().all(|count| count >= 20), "{most:?}");
    }
}
