//! Pools to copy, pools to learn from, and code that works on any pool.

pub mod database;
pub mod managed;
pub mod naive;
pub mod reference;
