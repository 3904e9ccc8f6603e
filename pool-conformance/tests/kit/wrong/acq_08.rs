//! Wrong pools for ACQ-08.

use std::sync::Arc;

use tokio::sync::{Mutex, OwnedMutexGuard};

use super::prelude::*;

pub(super) const RULE: &str = "ACQ-08";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("locked-while-connecting", &[Semaphore, Handoff], Mistake::of::<LockedWhileConnecting>())
        .says("A lock is held from the look at the idle connections until the new one is open."),
    WrongPool::new("locked-while-checking", &[Semaphore, Handoff], Mistake::of::<LockedWhileChecking>())
        .says("A lock is held while a connection is checked."),
    WrongPool::new("connects-in-the-loop", &[Actor], Mistake::of::<ConnectsInTheLoop>())
        .says("The task that serves everybody waits for each connect itself."),
];

#[derive(Default)]
struct LockedWhileConnecting {
    alone: Arc<Mutex<()>>,
}

#[async_trait]
impl Deviation for LockedWhileConnecting {
    async fn lock_to_lend(&self) -> Option<OwnedMutexGuard<()>> {
        Some(Arc::clone(&self.alone).lock_owned().await)
    }

    fn unlocks_to_connect(&self) -> bool {
        false
    }
}

#[derive(Default)]
struct LockedWhileChecking {
    alone: Arc<Mutex<()>>,
}

#[async_trait]
impl Deviation for LockedWhileChecking {
    async fn lock_to_lend(&self) -> Option<OwnedMutexGuard<()>> {
        Some(Arc::clone(&self.alone).lock_owned().await)
    }
}

#[derive(Default)]
struct ConnectsInTheLoop;

impl Deviation for ConnectsInTheLoop {
    fn connects_in_loop(&self) -> bool {
        true
    }
}
