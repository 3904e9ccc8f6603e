//! Bounds, transitions, exhaustive search, sampling, shrinking and counterexamples. Calls `generate`, `oracle` and `run`.

mod bounds;
mod budget;
mod chance;
mod counterexample;
mod default_bounds;
mod exhaustive;
mod extent;
mod graph;
mod machine;
mod nondeterminism;
mod partial_order;
mod sampling;
mod shrink;
mod small_world;
mod transitions;
mod world;

pub(crate) use self::{
    bounds::{Bounds, TimeBounds},
    counterexample::{Completeness, Counterexample, Counterexamples, Explored},
    default_bounds::{default_bounds, thorough_bounds},
    exhaustive::{Enumerated, enumerate},
    extent::Walked,
    graph::{Limits, Merged, merge},
    machine::draw,
    nondeterminism::first_difference,
    partial_order::{breaks_too_early, unminded_break},
    sampling::sample,
    shrink::shrink,
    transitions::{LONGEST, Position, Transition},
    world::{explore, merge_all},
};
pub use self::{
    budget::Budget,
    extent::{Estimate, Extent},
    small_world::SmallWorld,
};
