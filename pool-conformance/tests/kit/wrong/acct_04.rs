//! Wrong pools for ACCT-04.

use std::{
    any::Any,
    mem,
    sync::{Mutex, MutexGuard, PoisonError},
};

use super::prelude::*;

pub(super) const RULE: &str = "ACCT-04";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("broken-buried-alive", &[Semaphore, Handoff], Mistake::of::<BrokenBuriedAlive>()).says(
        "Broken connections are put aside for the next acquire to end, and after `close` there is none.",
    ),
    WrongPool::new("late-return-leaks", &[Actor, Plain], Mistake::of::<LateReturnLeaks>())
        .says("A connection that comes back after `close` is put where nobody looks any more."),
];

#[derive(Default)]
struct BrokenBuriedAlive {
    graveyard: Mutex<Vec<Box<dyn Any + Send>>>,
}

#[async_trait]
impl Deviation for BrokenBuriedAlive {
    async fn acquire(&self, honest: Call<'_>) -> Result<(), PoolError> {
        let buried = mem::take(&mut *self.graveyard());
        drop(buried);
        honest.await
    }

    fn end(&self, connection: Box<dyn Any + Send>, closed: bool) {
        if !closed {
            self.graveyard().push(connection);
        }
    }
}

impl BrokenBuriedAlive {
    fn graveyard(&self) -> MutexGuard<'_, Vec<Box<dyn Any + Send>>> {
        self.graveyard.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Default)]
struct LateReturnLeaks;

impl Deviation for LateReturnLeaks {
    fn end(&self, connection: Box<dyn Any + Send>, closed: bool) {
        if closed { mem::forget(connection) } else { drop(connection) }
    }
}
