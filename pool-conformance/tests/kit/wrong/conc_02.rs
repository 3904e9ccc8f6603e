//! Wrong pools for CONC-02.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::prelude::*;

pub(super) const RULE: &str = "CONC-02";

pub(super) const WRONG: &[WrongPool] =
    &[WrongPool::new("locks-in-two-orders", &[Handoff, Plain], Mistake::of::<LocksInTwoOrders>())
        .race()
        .says("Two locks are taken in two orders.")];

#[derive(Default)]
struct LocksInTwoOrders {
    statistics: Mutex<()>,
}

impl Deviation for LocksInTwoOrders {
    fn second_lock(&self) -> Option<MutexGuard<'_, ()>> {
        help::dawdle();
        Some(self.statistics.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn status(&self, read: &dyn Fn() -> Status, _traffic: &Traffic) -> Status {
        let _statistics = self.statistics.lock().unwrap_or_else(PoisonError::into_inner);
        help::dawdle();
        read()
    }
}
