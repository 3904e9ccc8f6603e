//! Wrong pools for MNT-01.

use super::prelude::*;
use crate::pools::policy::Prefill;

pub(super) const RULE: &str = "MNT-01";

const KEPT_UP: Policy = Policy { prefill: Prefill::Kept, ..Policy::USUAL };

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("upkeep-gives-up", &[Semaphore, Actor], Mistake::of::<UpkeepGivesUp>())
        .policy(KEPT_UP)
        .says("After a connect that failed, what is missing is not replaced any more."),
    WrongPool::new("upkeep-replaces-nothing", &[Semaphore, Actor], Mistake::of::<UpkeepReplacesNothing>())
        .policy(KEPT_UP)
        .says("What is lost is not replaced before somebody asks for it."),
];

#[derive(Default)]
struct UpkeepGivesUp;

impl Deviation for UpkeepGivesUp {
    fn replaces(&self, after_failure: bool) -> bool {
        !after_failure
    }
}

#[derive(Default)]
struct UpkeepReplacesNothing;

impl Deviation for UpkeepReplacesNothing {
    fn replaces(&self, _after_failure: bool) -> bool {
        false
    }
}
