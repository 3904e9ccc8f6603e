//! Wrong pools for PRE-05.

use super::prelude::*;

pub(super) const RULE: &str = "PRE-05";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("cancelled-init-keeps-places", &[Semaphore, Handoff], Mistake::CancelledInitKeepsPlaces)
        .says("A cancelled `init` keeps the places that it was about to fill."),
    WrongPool::new("failed-init-stays-busy", &[Plain], Mistake::FailedInitStaysBusy)
        .says("An `init` that did not succeed counts as running for ever."),
];
