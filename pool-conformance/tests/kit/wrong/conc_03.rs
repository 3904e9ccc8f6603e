//! Wrong pools for CONC-03.

use super::prelude::*;

pub(super) const RULE: &str = "CONC-03";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("release-checks-then-parks", &[Semaphore, Plain], Mistake::of::<ReleaseChecksThenParks>())
        .race()
        .says(
            "Whether the pool is closed is asked under one lock, and the connection made idle \
              under the next.",
        ),
    WrongPool::new("awaited-release-parks", &[Semaphore], Mistake::of::<AwaitedReleaseParks>())
        .policy(Policy { check: Check::OnReturn, release: Release::Awaited, ..Policy::USUAL })
        .says("A release looks whether the pool is closed, checks the connection, and makes it idle."),
    WrongPool::new("closed-flag-set-last", &[Handoff], Mistake::of::<ClosedFlagSetLast>())
        .says("`close` ends what is idle when it starts, and only then tells those who return."),
];

#[derive(Default)]
struct ReleaseChecksThenParks;

impl Deviation for ReleaseChecksThenParks {
    fn asks_closed_early(&self) -> bool {
        true
    }

    /// Others have time to close the pool between the question and the return.
    fn place_freed(&self, place: &Place) -> Fate {
        if matches!(place.stage, Stage::Lent | Stage::Released) {
            help::dawdle();
        }
        Fate::Free
    }
}

#[derive(Default)]
struct AwaitedReleaseParks;

impl Deviation for AwaitedReleaseParks {
    fn asks_closed_early(&self) -> bool {
        true
    }
}

#[derive(Default)]
struct ClosedFlagSetLast;

impl Deviation for ClosedFlagSetLast {
    fn ends_idle(&self, refused: bool) -> bool {
        !refused
    }
}
