//! Wrong pools for ACCT-01.

use std::{
    any::Any,
    mem,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::runtime::Handle;

use super::prelude::*;

pub(super) const RULE: &str = "ACCT-01";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("idle-counts-as-in-use", &[Handoff, Actor], Mistake::of::<IdleCountsAsInUse>())
        .says("What is idle is reported as in use too."),
    WrongPool::new("last-look-before-the-flag", &[Semaphore], Mistake::of::<LastLookBeforeTheFlag>())
        .race()
        .says(
            "Of the tasks that return connections one does so for all; it looks a last time, and \
              then says that it is done.",
        ),
];

#[derive(Default)]
struct IdleCountsAsInUse;

impl Deviation for IdleCountsAsInUse {
    fn status(&self, read: &dyn Fn() -> Status, _traffic: &Traffic) -> Status {
        let mut status = read();
        status.in_use = status.size;
        status
    }
}

#[derive(Default)]
struct LastLookBeforeTheFlag(Arc<Returns>);

impl Deviation for LastLookBeforeTheFlag {
    fn guard_dropped(&self, guard: Box<dyn Any + Send>, _orphaned: bool) {
        match Handle::try_current() {
            Ok(runtime) => {
                let returns = Arc::clone(&self.0);
                runtime.spawn(async move { returns.hand_in(guard) });
            }
            Err(_) => drop(guard),
        }
    }
}

/// What tasks have handed in, for one of them to return, and whether one is about it.
#[derive(Default)]
struct Returns {
    guards: Mutex<Vec<Box<dyn Any + Send>>>,
    returning: Mutex<bool>,
}

impl Returns {
    /// What is handed in after the last look, and before the flag is down, nobody returns.
    fn hand_in(&self, guard: Box<dyn Any + Send>) {
        self.guards.lock().unwrap_or_else(PoisonError::into_inner).push(guard);
        let mut returning = self.returning.lock().unwrap_or_else(PoisonError::into_inner);
        if mem::replace(&mut *returning, true) {
            return;
        }
        drop(returning);
        while let Some(guard) = self.next() {
            drop(guard);
        }
        help::dawdle();
        *self.returning.lock().unwrap_or_else(PoisonError::into_inner) = false;
    }

    fn next(&self) -> Option<Box<dyn Any + Send>> {
        self.guards.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }
}
