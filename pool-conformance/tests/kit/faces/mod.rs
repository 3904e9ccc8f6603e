//! The faces of a report, each made from its record, and the baseline.

mod baseline;
#[cfg(all(feature = "json", feature = "html"))]
mod golden;
#[cfg(feature = "json")]
mod json;
#[cfg(feature = "html")]
mod page;
mod rules_page;

use crate::pools::{
    any::{Architecture, Blueprint},
    mistake::Mistake,
    policy::Policy,
};

/// The tests of a right pool, which explore once for all of them.
mod each_rule {
    pool_conformance::tests!(super::right_pool());
}

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
