//! Wrong pools for CONC-04.

use super::prelude::*;

pub(super) const RULE: &str = "CONC-04";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("drop-counts-later", &[Actor], Mistake::NONE)
        .claims(&[Capability::Linearizable])
        .says("A guard that is dropped counts until a task has heard of it."),
    WrongPool::new("spawned-drop-counts-later", &[Semaphore], Mistake::NONE)
        .policy(Policy { release: Release::Spawned, ..Policy::USUAL })
        .claims(&[Capability::Linearizable])
        .says("A guard that is dropped spawns a task, and counts until that has run."),
];
