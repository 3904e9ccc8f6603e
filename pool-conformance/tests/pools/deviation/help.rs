//! What several mistakes need.

use std::{
    sync::{
        Mutex, MutexGuard,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    thread,
    time::{Duration, Instant},
};

pub(crate) use super::super::common::dawdle;
use super::super::common::lock;

/// The lock, for a mistake: a panic under it is for ever. While unwinding it is given all the same, for a second panic
/// would end the process.
pub(crate) fn lock_unless_poisoned<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    if thread::panicking() { lock(mutex) } else { mutex.lock().expect("nobody panics under this lock") }
}

/// Blocks the thread, for a mistake; so long that nobody waits for the end of it, and not for ever.
pub(crate) fn spin_until(there: impl Fn() -> bool) {
    let began = Instant::now();
    while !there() {
        assert!(began.elapsed() < Duration::from_secs(50), "blocked for ever");
        thread::sleep(Duration::from_millis(1));
    }
}

/// Counts the rounds of a loop that has no end, for a mistake; after many it goes on without using up the machine.
#[derive(Default)]
pub(crate) struct Rounds(AtomicUsize);

impl Rounds {
    pub(crate) fn next(&self) {
        if self.0.fetch_add(1, SeqCst) > 100_000 {
            loop {
                thread::park();
            }
        }
    }
}
