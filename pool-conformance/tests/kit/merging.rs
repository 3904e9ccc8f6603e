//! Merging prefixes that look the same loses nothing: what plain enumeration finds in a world the graph finds, too, and it
//! stands for as many schedules as there are.
//!
//! Some pools are compared in every run, in worlds of up to two hundred schedules. With `POOL_CONFORMANCE_ORACLE=1` all are, in
//! worlds of up to a hundred thousand, which takes an hour.

use pool_conformance::{
    Budget,
    measure::{BothWays, both_ways},
};

use crate::{
    pools::{
        any::{Architecture, Blueprint},
        odd::ODD,
    },
    wrong::MUTANTS,
};

/// How much is compared.
struct Extent {
    /// One pool in so many.
    one_in: usize,
    /// Worlds of at most so many schedules.
    schedules: u64,
    /// So many runs at most to explore a world as a graph, and again to confirm it.
    runs: u64,
}

const PART: Extent = Extent { one_in: 24, schedules: 200, runs: 400 };
const ALL: Extent = Extent { one_in: 1, schedules: 100_000, runs: 100_000 };
const AGREEING: u8 = 3;

fn extent() -> Extent {
    if std::env::var_os("POOL_CONFORMANCE_ORACLE").is_some() { ALL } else { PART }
}

/// The worlds of a pool that both ways go through to the end.
fn compared(pool: Blueprint, extent: &Extent) -> Vec<BothWays> {
    let all = both_ways(&pool, &Budget::default(), extent.schedules, extent.runs, AGREEING);
    let finished = |both: &BothWays| both.enumerated.schedules.is_some() && both.merged.schedules.is_some();
    all.into_iter().filter(finished).collect()
}

/// What is lost in a world, or counted otherwise.
fn complaint(name: &str, both: &BothWays) -> Option<String> {
    let BothWays { world, enumerated, merged, .. } = both;
    let agreeing = merged.agreeing;
    let lost: Vec<&String> = enumerated.broken.difference(&merged.broken).collect();
    if !lost.is_empty() {
        return Some(format!("{name}, {world}: merged after {agreeing} agreeing steps, {lost:?} is lost"));
    }
    let (counted, ran) = (merged.schedules?, enumerated.schedules?);
    (agreeing > 0 && counted != ran).then(|| format!("{name}, {world}: {counted} counted, {ran} run"))
}

#[test]
fn nothing_is_lost_of_honest_pools_and_all_schedules_are_counted() {
    let extent = extent();
    let (mut complaints, mut worlds) = (Vec::new(), 0);
    for odd in ODD.iter().step_by(extent.one_in) {
        for both in compared(odd.blueprint(), &extent) {
            worlds += 1;
            complaints.extend(complaint(odd.name, &both));
            let found = both.merged.broken.iter().next();
            complaints.extend(found.map(|found| format!("{}, {}: {found}", odd.name, both.world)));
        }
    }
    assert!(complaints.is_empty(), "{complaints:#?}");
    assert!(worlds > 0, "some world is small enough for both ways");
}

#[test]
fn nothing_is_lost_of_wrong_pools() {
    let extent = extent();
    let mut complaints = Vec::new();
    let explored = MUTANTS.iter().filter(|mutant| !mutant.is_race() && !mutant.blocks());
    for mutant in explored.step_by(extent.one_in) {
        for both in compared(mutant.blueprint(), &extent) {
            complaints.extend(complaint(&mutant.name, &both));
        }
    }
    assert!(complaints.is_empty(), "{complaints:#?}");
}

/// A pool that works in tasks puts its work off, so that there are many orders of few things.
#[test]
fn a_pool_with_tasks_is_explored_in_far_fewer_runs_than_it_has_schedules() {
    let actor = ODD.iter().find(|odd| odd.architecture == Architecture::Actor).expect("there is one");
    let worlds = both_ways(&actor.blueprint(), &Budget::default(), 0, 2_000, 0);
    let finished = worlds.iter().filter_map(|both| Some((both.merged.schedules?, both.merged.runs)));
    let (schedules, runs) = finished.fold((0, 0), |sum, world| (sum.0 + world.0, sum.1 + world.1));
    assert!(schedules > 2 * runs, "{schedules} schedules by {runs} runs");
}
