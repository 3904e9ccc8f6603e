//! Wrong pools for HLTH-08.

use std::time::Duration;

use super::prelude::*;

pub(super) const RULE: &str = "HLTH-08";

const UNLESS_RECENT: Policy = Policy { check: Check::UnlessRecent, ..Policy::USUAL };

pub(super) const WRONG: &[WrongPool] =
    &[WrongPool::new("bypass-of-another-unit", &[Semaphore, Plain], Mistake::of::<BypassOfAnotherUnit>())
        .policy(UNLESS_RECENT)
        .says("The time for which checks are skipped is read as seconds where it is given in milliseconds.")];

#[derive(Default)]
struct BypassOfAnotherUnit;

impl Deviation for BypassOfAnotherUnit {
    fn is_recent(&self, dates: Dates) -> bool {
        dates.returned.elapsed() <= Duration::from_secs(500)
    }
}
