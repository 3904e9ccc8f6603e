//! The faces of a report, each made from its record, and the baseline.

mod baseline;
#[cfg(all(feature = "json", feature = "html"))]
mod golden;
#[cfg(feature = "json")]
mod json;
#[cfg(feature = "html")]
mod page;
mod rules_page;

use crate::{pools::any::Blueprint, wrong::mutant};

/// The tests of a right pool, which explore once for all of them.
mod each_rule {
    pool_conformance::tests!(super::right_pool());
}

/// A pool that can be acquired from after it was closed.
fn broken_pool() -> Blueprint {
    mutant("semaphore-acquire-after-close-works")
}

fn right_pool() -> Blueprint {
    broken_pool().mended()
}
