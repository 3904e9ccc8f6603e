//! Exploring a world as a graph: prefixes that look the same are walked on once.
//!
//! A pool is opaque, so equal looks do not prove equal states. What is done about that: a merge is confirmed by further steps
//! that have to agree (`agreement.rs`), every new state is torn down, and a pool that shows hidden state is explored by plain
//! enumeration instead (`exhaustive.rs`), which is also what the tests compare this with.

mod agreement;
mod breadth;
mod count;
mod estimate;
mod run;
mod states;

pub(crate) use self::breadth::{Limits, Merged, merge};
