//! Wrong pools for TIME-07.

use std::{sync::Mutex, time::Duration};

use super::prelude::*;
use crate::pools::policy::Prefill;

pub(super) const RULE: &str = "TIME-07";

const KEPT_UP: Policy = Policy { prefill: Prefill::Kept, ..Policy::USUAL };

pub(super) const WRONG: &[WrongPool] =
    &[WrongPool::new("leap-is-added-to-every-age", &[Semaphore], Mistake::of::<LeapIsAddedToEveryAge>())
        .policy(KEPT_UP)
        .says("The time that the sweeper slept too long is added to the age of every connection, for ever.")];

#[derive(Default)]
struct LeapIsAddedToEveryAge(Mutex<Duration>);

impl Deviation for LeapIsAddedToEveryAge {
    fn runs_fast(&self) -> Duration {
        *self.0.lock().expect("nobody panics under this lock")
    }

    fn sweeps_late(&self, by: Duration) {
        *self.0.lock().expect("nobody panics under this lock") += by;
    }
}
