//! Wrong pools for ERR-07.
//!
//! Where a cost is higher than it once was: each symptom of a rule has had a counterexample of its own since, and the
//! shortest script counts, which another world may show after more schedules.

use std::thread;
use std::{any::Any, sync::Mutex, task::Poll};

use super::prelude::*;

pub(super) const RULE: &str = "ERR-07";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("panic-poisons", &[Semaphore, Plain], Mistake::of::<PanicPoisons>())
        .says("Connect is polled under a mutex, which a panic poisons."),
    WrongPool::new(
        "panicked-connect-keeps-place",
        &[Handoff, Plain],
        Mistake::of::<PanickedConnectKeepsPlace>(),
    )
    .says("The place of a connect that panics stays taken."),
];

#[derive(Default)]
struct PanicPoisons {
    lock: Mutex<()>,
}

#[async_trait]
impl Deviation for PanicPoisons {
    async fn acquire(&self, honest: Call<'_>) -> Result<(), PoolError> {
        drop(help::lock_unless_poisoned(&self.lock));
        honest.await
    }

    fn poll_connect(&self, poll: &mut dyn FnMut() -> Poll<()>) -> Poll<()> {
        let _locked = help::lock_unless_poisoned(&self.lock);
        poll()
    }

    fn status(&self, read: &dyn Fn() -> Status, _traffic: &Traffic) -> Status {
        drop(help::lock_unless_poisoned(&self.lock));
        read()
    }

    fn guard_dropped(&self, guard: Box<dyn Any + Send>, _orphaned: bool) {
        drop(help::lock_unless_poisoned(&self.lock));
        drop(guard);
    }
}

#[derive(Default)]
struct PanickedConnectKeepsPlace;

impl Deviation for PanickedConnectKeepsPlace {
    fn place_freed(&self, place: &Place) -> Fate {
        if place.stage == Stage::Connecting && thread::panicking() { Fate::Lost } else { Fate::Free }
    }
}
