//! On which thread foreign code comes.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread::{self, ThreadId},
};

thread_local! {
    /// `thread::current` counts its users, which costs more than the comparison does.
    static THIS: ThreadId = thread::current().id();
}

/// The thread that something belongs to, and whether another was seen there.
#[derive(Debug)]
pub(crate) struct ThreadAffinity {
    thread: ThreadId,
    foreign_threads: AtomicBool,
}

impl Default for ThreadAffinity {
    fn default() -> Self {
        Self { thread: THIS.with(|this| *this), foreign_threads: AtomicBool::new(false) }
    }
}

impl ThreadAffinity {
    /// Notes who is here.
    pub(crate) fn enter(&self) {
        if THIS.with(|this| *this) != self.thread {
            self.foreign_threads.store(true, Ordering::Release);
        }
    }

    pub(crate) fn had_foreign_threads(&self) -> bool {
        self.foreign_threads.load(Ordering::Acquire)
    }
}
