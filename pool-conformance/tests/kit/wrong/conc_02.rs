//! Wrong pools for CONC-02.

use super::prelude::*;

pub(super) const RULE: &str = "CONC-02";

pub(super) const WRONG: &[WrongPool] =
    &[WrongPool::new("locks-in-two-orders", &[Handoff, Plain], Mistake::LocksInTwoOrders)
        .race()
        .says("Two locks are taken in two orders.")];
