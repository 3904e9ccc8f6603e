//! Wrong pools for CONC-01.

use std::thread::{self, ThreadId};

use super::prelude::*;

pub(super) const RULE: &str = "CONC-01";

pub(super) const WRONG: &[WrongPool] =
    &[WrongPool::new("bound-to-its-thread", &[Semaphore, Plain], Mistake::of::<BoundToItsThread>())
        .says("The pool can only be used on the thread on which it was built.")];

struct BoundToItsThread {
    built_on: ThreadId,
}

#[async_trait]
impl Deviation for BoundToItsThread {
    async fn acquire(&self, honest: Call<'_>) -> Result<(), PoolError> {
        assert_eq!(self.built_on, thread::current().id(), "the pool was built on another thread");
        honest.await
    }
}

impl Default for BoundToItsThread {
    fn default() -> Self {
        Self { built_on: thread::current().id() }
    }
}
