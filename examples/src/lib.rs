//! Pools and adapters.

pub mod adapters;
pub mod database;
pub mod naive;
pub mod reference;
