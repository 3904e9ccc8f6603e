//! Wrong pools for ERR-08.

use std::{any::Any, sync::Mutex, thread};

use super::prelude::*;

pub(super) const RULE: &str = "ERR-08";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new(
        "panicked-check-keeps-place",
        &[Semaphore, Handoff],
        Mistake::of::<PanickedCheckKeepsPlace>(),
    )
    .says("The place of a connection whose check panics stays taken."),
    WrongPool::new("asks-under-poisoned-lock", &[Semaphore, Plain], Mistake::of::<AsksUnderPoisonedLock>())
        .says("`has_broken` is asked under a mutex, which a panic poisons."),
    WrongPool::new("drops-under-poisoned-lock", &[Plain, Handoff], Mistake::of::<DropsUnderPoisonedLock>())
        .says("A connection of no more use is dropped under a mutex, which a panic poisons."),
    WrongPool::new(
        "panicked-disconnect-keeps-place",
        &[Semaphore, Handoff],
        Mistake::of::<PanickedEndingKeepsPlace>(),
    )
    .policy(Policy { release: Release::Awaited, ..Policy::USUAL })
    .says("The place of a connection whose disconnect panics stays taken."),
];

#[derive(Default)]
struct PanickedCheckKeepsPlace;

impl Deviation for PanickedCheckKeepsPlace {
    fn place_freed(&self, place: &Place) -> Fate {
        if place.stage == Stage::Checking && thread::panicking() { Fate::Lost } else { Fate::Free }
    }
}

#[derive(Default)]
struct PanickedEndingKeepsPlace;

impl Deviation for PanickedEndingKeepsPlace {
    fn place_freed(&self, place: &Place) -> Fate {
        if place.stage == Stage::Ending && thread::panicking() { Fate::Lost } else { Fate::Free }
    }
}

#[derive(Default)]
struct AsksUnderPoisonedLock {
    lock: Mutex<()>,
}

#[async_trait]
impl Deviation for AsksUnderPoisonedLock {
    async fn acquire(&self, honest: Call<'_>) -> Result<(), PoolError> {
        drop(help::lock_unless_poisoned(&self.lock));
        honest.await
    }

    fn answers_whether_broken(&self, ask: &mut dyn FnMut() -> bool) -> bool {
        let _locked = help::lock_unless_poisoned(&self.lock);
        ask()
    }
}

#[derive(Default)]
struct DropsUnderPoisonedLock {
    lock: Mutex<()>,
}

#[async_trait]
impl Deviation for DropsUnderPoisonedLock {
    async fn acquire(&self, honest: Call<'_>) -> Result<(), PoolError> {
        drop(help::lock_unless_poisoned(&self.lock));
        honest.await
    }

    fn end(&self, connection: Box<dyn Any + Send>, _closed: bool) {
        let _locked = help::lock_unless_poisoned(&self.lock);
        drop(connection);
    }
}
