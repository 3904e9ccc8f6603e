//! On which thread foreign code comes.

use std::{
    cell::Cell,
    sync::atomic::{AtomicBool, Ordering},
    thread::{self, ThreadId},
};

thread_local! {
    /// `thread::current` counts its users, which costs more than the comparison does.
    static THIS: Cell<ThreadId> = Cell::new(thread::current().id());
}

/// A thread, in whose place another may stand.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ThreadIdentity(ThreadId);

impl ThreadIdentity {
    /// That of this thread.
    pub(crate) fn of_this() -> Self {
        Self(THIS.get())
    }

    /// From here on this thread stands in its place: what comes here does not come on a thread of somebody else.
    pub(crate) fn assume(self) {
        THIS.set(self.0);
    }
}

/// The thread that something belongs to, and whether another was seen there.
#[derive(Debug)]
pub(crate) struct ThreadAffinity {
    thread: ThreadId,
    foreign_threads: AtomicBool,
}

impl Default for ThreadAffinity {
    fn default() -> Self {
        Self { thread: THIS.get(), foreign_threads: AtomicBool::new(false) }
    }
}

impl ThreadAffinity {
    /// Notes who is here.
    pub(crate) fn enter(&self) {
        if THIS.get() != self.thread {
            self.foreign_threads.store(true, Ordering::Release);
        }
    }

    pub(crate) fn had_foreign_threads(&self) -> bool {
        self.foreign_threads.load(Ordering::Acquire)
    }
}
