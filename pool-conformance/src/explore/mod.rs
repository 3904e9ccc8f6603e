//! Bounds, transitions, exhaustive search, sampling, shrinking and counterexamples. Calls `generate`, `oracle` and `run`.

mod bounds;
mod budget;
mod counterexample;
mod default_bounds;
mod exhaustive;
mod nondeterminism;
mod partial_order;
mod sampling;
mod shrink;
mod transitions;

pub use self::budget::Budget;
pub(crate) use self::{
    bounds::Bounds,
    counterexample::{Completeness, Counterexample, Counterexamples, Explored},
    default_bounds::{default_bounds, thorough_bounds},
    exhaustive::enumerate,
    nondeterminism::first_difference,
    partial_order::breaks_too_early,
    sampling::sample,
    shrink::shrink,
    transitions::{Position, Transition},
};
