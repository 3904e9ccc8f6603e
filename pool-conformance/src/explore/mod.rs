//! Bounds, transitions, exhaustive search, sampling, shrinking and counterexamples. Calls `generate`, `oracle` and `run`.

mod backtrack;
mod bounds;
mod budget;
mod chance;
mod continuations;
mod counterexample;
mod default_bounds;
mod exhaustive;
mod extent;
mod graph;
mod machine;
mod meanwhile;
mod nondeterminism;
mod partial_order;
mod preemption;
mod prospects;
mod sampling;
mod shrink;
mod small_world;
mod transition;
mod transitions;
mod world;

pub(crate) use self::{
    backtrack::backtrack,
    bounds::{Bounds, TimeBounds},
    counterexample::{Completeness, Counterexample, Counterexamples, Explored},
    default_bounds::{default_bounds, thorough_bounds},
    exhaustive::{Enumerated, enumerate},
    extent::Walked,
    graph::{Limits, Merged, merge},
    machine::draw,
    nondeterminism::first_difference,
    partial_order::{breaks_too_early, unminded_break},
    preemption::preempt,
    prospects::{Prospects, prospects},
    sampling::sample,
    shrink::shrink,
    transition::Transition,
    transitions::{LONGEST, Position},
    world::{explore, merge_all},
};
pub use self::{
    budget::Budget,
    extent::{Estimate, Extent},
    prospects::{Matters, Ways},
    small_world::SmallWorld,
};
