//! Wrong pools for CANC-06.

use std::{
    collections::HashMap,
    future::poll_fn,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    task::Waker,
};

use super::prelude::*;

pub(super) const RULE: &str = "CANC-06";

pub(super) const WRONG: &[WrongPool] =
    &[WrongPool::new("keeps-wakers", &[Semaphore, Plain], Mistake::of::<KeepsWakers>()).says(
        "The wakers of all acquires are kept until these are done, which one that is dropped never is.",
    )];

#[derive(Default)]
struct KeepsWakers {
    next: AtomicUsize,
    kept: Mutex<HashMap<usize, Waker>>,
}

#[async_trait]
impl Deviation for KeepsWakers {
    async fn acquire(&self, mut honest: Call<'_>) -> Result<(), PoolError> {
        let ticket = self.next.fetch_add(1, SeqCst);
        let done = poll_fn(|cx| {
            let before = help::lock_unless_poisoned(&self.kept).insert(ticket, cx.waker().clone());
            drop(before);
            honest.as_mut().poll(cx)
        })
        .await;
        let own = help::lock_unless_poisoned(&self.kept).remove(&ticket);
        drop(own);
        done
    }
}
