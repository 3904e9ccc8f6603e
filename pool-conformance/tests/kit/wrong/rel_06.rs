//! Wrong pools for REL-06.

use std::any::Any;

use tokio::runtime::Handle;

use super::prelude::*;

pub(super) const RULE: &str = "REL-06";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("drop-needs-a-runtime", &[Semaphore], Mistake::NONE)
        .policy(Policy { release: Release::SpawnedAlways, ..Policy::USUAL })
        .claims(&[Capability::DropAnywhere])
        .says("The drop of a guard spawns a task, which panics where there is no runtime."),
    WrongPool::new("drop-elsewhere-loses", &[Handoff, Plain], Mistake::of::<DropElsewhereLoses>())
        .says("The drop of a guard looks for a runtime to spawn on, and gives up where it finds none."),
];

#[derive(Default)]
struct DropElsewhereLoses;

impl Deviation for DropElsewhereLoses {
    fn guard_dropped(&self, guard: Box<dyn Any + Send>, _orphaned: bool) {
        match Handle::try_current() {
            Ok(_) => drop(guard),
            Err(_) => std::mem::forget(guard),
        }
    }
}
