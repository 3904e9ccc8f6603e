//! The faces of a report, each made from its record, and the baseline.

mod baseline;
#[cfg(feature = "json")]
mod json;

use crate::pools::{
    any::{Architecture, Blueprint},
    mistake::Mistake,
    policy::Policy,
};

/// A pool that can be acquired from after it was closed.
fn broken_pool() -> Blueprint {
    pool_with(Mistake::AcquireAfterCloseWorks)
}

fn right_pool() -> Blueprint {
    pool_with(Mistake::None)
}

fn pool_with(mistake: Mistake) -> Blueprint {
    Blueprint { architecture: Architecture::Semaphore, policy: Policy::USUAL, mistake }
}
