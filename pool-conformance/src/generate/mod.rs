//! Random numbers, strategies for scripts and how scripts shrink, and the reference model by which scripts make sense. Calls `model` alone.

mod generator;
mod reference_model;
mod rng;
mod simplification;
mod strategy;
mod tree;

pub(crate) use self::{
    generator::{Profile, steps},
    rng::Rng,
    strategy::scripts,
};
pub use self::{strategy::Scripts, tree::ScriptTree};
