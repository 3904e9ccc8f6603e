//! Wrong pools for LIFE-03.

use super::prelude::*;

pub(super) const RULE: &str = "LIFE-03";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("no-permits-before-init", &[Semaphore], Mistake::NoPermitsBeforeInit)
        .says("The permits come with `init`; an acquire before it waits for one."),
    WrongPool::new("acquire-before-init-panics", &[Plain], Mistake::AcquireBeforeInitPanics)
        .says("An acquire before `init` panics."),
    WrongPool::new("waits-for-init", &[Actor], Mistake::WaitsForInit)
        .says("An acquire before `init` waits for it."),
];
