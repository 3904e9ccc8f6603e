//! Wrong pools for CONC-03.

use super::prelude::*;

pub(super) const RULE: &str = "CONC-03";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("release-checks-then-parks", &[Semaphore, Plain], Mistake::ReleaseChecksThenParks).race()
.says("Whether the pool is closed is asked under one lock, and the connection made idle under the next."),
    WrongPool::new("awaited-release-parks", &[Semaphore], Mistake::AwaitedReleaseParks)
.says("A release looks whether the pool is closed, checks the connection, and makes it idle."),
    WrongPool::new("closed-flag-set-last", &[Handoff], Mistake::ClosedFlagSetLast)
.says("`close` ends what is idle when it starts, and only then tells those who return."),
];
