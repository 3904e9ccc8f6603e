//! Wrong pools for TRY-01.

use super::prelude::*;

pub(super) const RULE: &str = "TRY-01";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("try-polls-an-acquire", &[Semaphore, Handoff], Mistake::of::<TryPollsAnAcquire>())
        .extended()
        .says("`try_acquire` polls an acquire once and drops it, with the connect that it has begun."),
    WrongPool::new("try-overtakes", &[Plain], Mistake::of::<TryOvertakes>())
        .extended()
        .says("`try_acquire` takes what lies idle for a waiter that has been woken and not been polled yet."),
    WrongPool::new("try-takes-no-place", &[Semaphore], Mistake::of::<TryTakesNoPlace>())
        .extended()
        .says("What `try_acquire` lends is not counted, so that there is room for one more."),
];

#[derive(Default)]
struct TryPollsAnAcquire;

impl Deviation for TryPollsAnAcquire {
    fn tries_by_acquiring(&self) -> bool {
        true
    }
}

#[derive(Default)]
struct TryOvertakes;

impl Deviation for TryOvertakes {
    fn tries_past_waiters(&self) -> bool {
        true
    }
}

#[derive(Default)]
struct TryTakesNoPlace;

impl Deviation for TryTakesNoPlace {
    fn counts_tried(&self) -> bool {
        false
    }
}
