//! Wrong pools for ACQ-05.

use super::prelude::*;

pub(super) const RULE: &str = "ACQ-05";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("signals-only-first-return", &[Semaphore, Plain], Mistake::SignalsOnlyFirstReturn)
        .says("Only a return to an empty list is signalled, as if the woken waiter would take all there is."),
    WrongPool::new("serves-once-per-batch", &[Actor], Mistake::ServesOncePerBatch)
        .says("Several returns that are heard at once serve one waiter."),
];
