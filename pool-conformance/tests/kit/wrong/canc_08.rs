//! Wrong pools for CANC-08.

use super::prelude::*;

pub(super) const RULE: &str = "CANC-08";

pub(super) const WRONG: &[WrongPool] =
    &[WrongPool::new("cancelled-check-ends-connection", &[Handoff], Mistake::NONE)
        .policy(Policy { cancelled_check: CancelledCheck::Discard, ..Policy::USUAL })
        .claims(&[Capability::CancelPreserve])
        .says("A connection whose check is cancelled is ended, although the pool claims that it is kept.")];
