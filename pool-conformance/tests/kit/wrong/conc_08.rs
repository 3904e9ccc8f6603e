//! Wrong pools for CONC-08.

use std::any::Any;

use tokio::{runtime::Handle, task::block_in_place};

use super::prelude::*;

pub(super) const RULE: &str = "CONC-08";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("blocks-in-status", &[Semaphore, Plain], Mistake::of::<BlocksInStatus>())
        .says("`status` waits for something asynchronous by `block_on`."),
    WrongPool::new("blocks-in-drop", &[Semaphore, Handoff], Mistake::of::<BlocksInDrop>())
        .says("A guard's drop gives back by `block_on`."),
    WrongPool::new("blocks-in-acquire", &[Handoff, Plain], Mistake::of::<BlocksInAcquire>())
        .says("An acquire looks at its configuration under a tokio lock, taken by `blocking_lock`."),
    WrongPool::new("blocks-in-place", &[Semaphore, Plain], Mistake::of::<BlocksInPlace>())
        .says("An acquire reads a file by `block_in_place`, which a current-thread runtime does not have."),
];

#[derive(Default)]
struct BlocksInStatus;

impl Deviation for BlocksInStatus {
    fn status(&self, read: &dyn Fn() -> Status, _traffic: &Traffic) -> Status {
        Handle::current().block_on(async {});
        read()
    }
}

#[derive(Default)]
struct BlocksInDrop;

impl Deviation for BlocksInDrop {
    fn guard_dropped(&self, guard: Box<dyn Any + Send>, _orphaned: bool) {
        Handle::current().block_on(async move { drop(guard) });
    }
}

#[derive(Default)]
struct BlocksInAcquire {
    configuration: tokio::sync::Mutex<()>,
}

#[async_trait]
impl Deviation for BlocksInAcquire {
    async fn acquire(&self, honest: Call<'_>) -> Result<(), PoolError> {
        drop(self.configuration.blocking_lock());
        honest.await
    }
}

#[derive(Default)]
struct BlocksInPlace;

#[async_trait]
impl Deviation for BlocksInPlace {
    async fn acquire(&self, honest: Call<'_>) -> Result<(), PoolError> {
        block_in_place(|| ());
        honest.await
    }
}
