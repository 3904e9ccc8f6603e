//! Wrong pools for ERR-07.

use super::prelude::*;

pub(super) const RULE: &str = "ERR-07";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("panic-poisons", &[Semaphore, Plain], Mistake::PanicPoisons)
        .says("Connect is polled under a mutex, which a panic poisons."),
    WrongPool::new("panicked-connect-keeps-place", &[Handoff, Plain], Mistake::PanickedConnectKeepsPlace)
        .says("The place of a connect that panics stays taken."),
];
