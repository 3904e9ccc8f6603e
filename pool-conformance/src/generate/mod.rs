//! Random numbers, strategies for scripts, and the reference model by which scripts make sense. Calls `model` alone.

mod generator;
mod reference_model;
mod rng;
mod strategy;

pub(crate) use self::{
    generator::{Profile, steps},
    rng::Rng,
    strategy::scripts,
};
