//! Pools and adapters.

pub mod adapters;
pub mod naive;

pub mod reference;
