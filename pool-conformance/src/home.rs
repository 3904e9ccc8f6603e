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
pub(crate) struct Home {
    thread: ThreadId,
    strangers: AtomicBool,
}

impl Default for Home {
    fn default() -> Self {
        Self { thread: THIS.with(|this| *this), strangers: AtomicBool::new(false) }
    }
}

impl Home {
    /// Notes who is here.
    pub(crate) fn enter(&self) {
        if THIS.with(|this| *this) != self.thread {
            self.strangers.store(true, Ordering::Release);
        }
    }

    pub(crate) fn had_strangers(&self) -> bool {
        self.strangers.load(Ordering::Acquire)
    }
}
