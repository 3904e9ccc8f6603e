//! Wrong pools for ACCT-05.

use std::{
    mem,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
};

use super::prelude::*;

pub(super) const RULE: &str = "ACCT-05";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("close-ends-held", &[Semaphore], Mistake::of::<CloseEndsHeld>())
        .says("`close` ends the connections under the hands of those who hold them."),
    WrongPool::new("broken-stays-idle", &[Handoff, Plain], Mistake::of::<BrokenStaysIdle>())
        .says("A broken connection is ended and becomes idle all the same."),
];

#[derive(Default)]
struct CloseEndsHeld {
    lent: Mutex<Vec<Box<dyn FnOnce() + Send>>>,
    closed: AtomicBool,
}

#[async_trait]
impl Deviation for CloseEndsHeld {
    fn lent(&self, connection: &mut dyn Reachable) {
        self.lent.lock().unwrap_or_else(PoisonError::into_inner).push(connection.ending());
    }

    async fn close(&self, honest: Call<'_>) -> Result<(), PoolError> {
        self.closed.store(true, SeqCst);
        let lent = mem::take(&mut *self.lent.lock().unwrap_or_else(PoisonError::into_inner));
        for end in lent {
            end();
        }
        honest.await
    }

    /// What has ended is not in use.
    fn status(&self, read: &dyn Fn() -> Status, _traffic: &Traffic) -> Status {
        let mut status = read();
        if self.closed.load(SeqCst) {
            status.size -= status.in_use;
            status.in_use = 0;
        }
        status
    }
}

#[derive(Default)]
struct BrokenStaysIdle;

impl Deviation for BrokenStaysIdle {
    fn broken_stays_idle(&self) -> bool {
        true
    }
}
