//! For the project's own benchmarks; no part of the public interface.

use std::collections::BTreeSet;

use crate::{
    Budget,
    explore::{Bounds, Completeness, Counterexamples, Limits, Merged, Walked, enumerate, merge_all},
    runner::attribution,
    sim::{Clock, Heartbeat, Sim},
    subject::Subject,
};

/// Goes so many times through every schedule of three clients on a pool of two that nothing disturbs, on this thread; how
/// many schedules that was.
///
/// # Panics
///
/// If the pool breaks a rule, or if nothing certain can be said of it.
pub fn undisturbed(subject: &impl Subject, times: u32) -> u64 {
    let (clock, heartbeat) = (Clock::new(), Heartbeat::default());
    let mut sim = Sim::new(subject, &clock, &heartbeat);
    let attribution = attribution(sim.declaration());
    let mut once = |_| {
        let mut finds = Counterexamples::new(&attribution);
        let enumerated = enumerate(&mut sim, &mut finds, &Bounds::UNDISTURBED, 0, u64::MAX);
        let is_complete = matches!(enumerated.end, Walked::Covered(Completeness::Complete { .. }));
        assert!(is_complete && finds.are_none(), "{:?}", enumerated.end);
        enumerated.schedules
    };
    (0..times).map(&mut once).sum()
}

/// A world, explored by plain enumeration and as a graph.
#[derive(Clone, Debug)]
pub struct BothWays {
    /// The world in words.
    pub world: String,
    /// What enumeration found.
    pub enumerated: Way,
    /// What was found with prefixes merged that look the same.
    pub merged: Way,
}

/// What one way to explore a world came to.
#[derive(Clone, Debug)]
pub struct Way {
    /// Rules that are broken, and by which symptoms.
    pub broken: BTreeSet<String>,
    /// How many schedules there are, where every one was gone through.
    pub schedules: Option<u64>,
    /// How often a pool was built.
    pub runs: u64,
    /// How many states were told apart; 0 in an enumeration.
    pub states: u64,
    /// How many moves lead from one of them to the next.
    pub steps: u64,
    /// How many further steps agreed at every merge.
    pub agreeing: u8,
    /// How the walk came to its end.
    pub end: String,
}

/// Explores each world of a budget in both ways: schedule by schedule, so many at most, and as a graph, with so many runs at
/// most and so many further steps compared at every merge.
pub fn both_ways(
    subject: &impl Subject,
    budget: &Budget,
    schedules: u64,
    runs: u64,
    agreeing: u8,
) -> Vec<BothWays> {
    let (clock, heartbeat) = (Clock::new(), Heartbeat::default());
    let mut sim = Sim::new(subject, &clock, &heartbeat);
    let attribution = attribution(sim.declaration());
    let declaration = sim.declaration().clone();
    let worlds = budget.bounds.iter().filter(|bounds| bounds.suits(&declaration) && !bounds.preempted);
    let mut each = |bounds: &Bounds| {
        sim.ignore_status(false);
        let mut finds = Counterexamples::of_everything(&attribution);
        let plain = enumerate(&mut sim, &mut finds, bounds, 0, schedules);
        let complete = matches!(plain.end, Walked::Covered(Completeness::Complete { .. }));
        let enumerated = Way {
            broken: names(&finds),
            schedules: complete.then_some(plain.schedules),
            runs: plain.runs,
            states: 0,
            steps: 0,
            agreeing: 0,
            end: format!("{:?}", plain.end),
        };
        sim.ignore_status(false);
        let mut finds = Counterexamples::of_everything(&attribution);
        let graph =
            merge_all(&mut sim, &mut finds, bounds, Limits { runs, few: 0, confirming: runs, agreeing });
        BothWays { world: bounds.to_string(), enumerated, merged: way(&finds, &graph) }
    };
    worlds.map(&mut each).collect()
}

/// Explores so many clients on a pool of that size, with slow connects, two cancellations, two faults and a close at any
/// moment, as a graph, on this thread.
///
/// # Panics
///
/// If the pool breaks a rule, or if the world was not gone through to the end.
pub fn crowd(subject: &impl Subject, clients: u8, max: u8) -> Way {
    let (clock, heartbeat) = (Clock::new(), Heartbeat::default());
    let mut sim = Sim::new(subject, &clock, &heartbeat);
    let attribution = attribution(sim.declaration());
    let mut finds = Counterexamples::of_everything(&attribution);
    let limits = Limits { runs: u64::MAX, few: 0, confirming: 0, agreeing: 0 };
    let graph = merge_all(&mut sim, &mut finds, &Bounds::crowd(clients, max), limits);
    let is_complete = matches!(graph.end, Walked::Covered(Completeness::Complete { .. }));
    assert!(is_complete && finds.are_none(), "{:?}: {:?}", graph.end, finds.broken().collect::<Vec<_>>());
    way(&finds, &graph)
}

fn way(finds: &Counterexamples<'_>, graph: &Merged) -> Way {
    Way {
        broken: names(finds),
        schedules: graph.schedules,
        runs: graph.runs,
        states: graph.states,
        steps: graph.steps,
        agreeing: graph.agreeing,
        end: format!("{:?}", graph.end),
    }
}

fn names(finds: &Counterexamples<'_>) -> BTreeSet<String> {
    finds.broken().map(|broken| format!("{broken:?}")).collect()
}
