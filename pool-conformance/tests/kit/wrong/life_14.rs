//! Wrong pools for LIFE-14.

use std::{
    sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
    thread,
};

use super::prelude::*;

pub(super) const RULE: &str = "LIFE-14";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new(
        "second-close-leaves-it-to-first",
        &[Semaphore, Handoff],
        Mistake::of::<LeavesItToFirst>(),
    )
    .says("A second `close` returns at once because a first one has begun, which may have been given up."),
    WrongPool::new("dropped-close-opens-again", &[Handoff, Plain], Mistake::of::<OpensAgain>())
        .says("A `close` that is given up takes back that the pool is closed."),
    WrongPool::new("dropped-close-counts-on", &[Semaphore], Mistake::of::<CountsOn>())
        .says("The status counts what a `close` is ending, and one that is given up never counts it down."),
];

#[derive(Default)]
struct LeavesItToFirst {
    begun: AtomicBool,
}

#[async_trait]
impl Deviation for LeavesItToFirst {
    async fn close(&self, honest: Call<'_>) -> Result<(), PoolError> {
        if self.begun.swap(true, SeqCst) { Ok(()) } else { honest.await }
    }
}

#[derive(Default)]
struct OpensAgain {
    given_up: AtomicBool,
}

/// Notes, when it is dropped before its end, that a `close` was given up.
struct Closing<'a> {
    given_up: &'a AtomicBool,
    done: bool,
}

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        self.given_up.store(!self.done, SeqCst);
    }
}

#[async_trait]
impl Deviation for OpensAgain {
    async fn close(&self, honest: Call<'_>) -> Result<(), PoolError> {
        let mut closing = Closing { given_up: &self.given_up, done: false };
        let closed = honest.await;
        closing.done = true;
        closed
    }

    fn refuses(&self, closed: bool) -> bool {
        closed && !self.given_up.load(SeqCst)
    }
}

/// Counts down at its end, or when it panics.
struct Ending<'a> {
    count: &'a AtomicUsize,
    done: bool,
}

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        if self.done || thread::panicking() {
            self.count.fetch_sub(1, SeqCst);
        }
    }
}

#[derive(Default)]
struct CountsOn {
    ending: AtomicUsize,
}

#[async_trait]
impl Deviation for CountsOn {
    async fn close(&self, honest: Call<'_>) -> Result<(), PoolError> {
        self.ending.fetch_add(1, SeqCst);
        let mut ending = Ending { count: &self.ending, done: false };
        let closed = honest.await;
        ending.done = true;
        closed
    }

    fn status(&self, read: &dyn Fn() -> Status, _traffic: &Traffic) -> Status {
        let mut status = read();
        status.size = (status.size + self.ending.load(SeqCst)).min(status.max_size);
        status
    }
}
