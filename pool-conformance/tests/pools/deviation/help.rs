//! What several mistakes need.

use std::{
    sync::{
        Mutex, MutexGuard,
        atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
    },
    thread,
    time::{Duration, Instant},
};

use pool_protocol::PoolError;

pub(crate) use super::super::common::dawdle;
use super::{
    super::{Config, common::lock},
    Call,
};

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

/// The limit of acquires, in the hands of a mistake that is made when an acquire comes to it.
#[derive(Default)]
pub(crate) struct Expiry {
    limit: Option<Duration>,
    now: AtomicBool,
}

impl Expiry {
    /// Takes the limit over from the pool.
    pub(crate) fn instead_of(config: &mut Config) -> Self {
        Self { limit: config.acquire_timeout.take(), now: AtomicBool::new(false) }
    }

    /// Runs an acquire within the limit.
    pub(crate) async fn cover(&self, mut acquire: Call<'_>) -> Result<(), PoolError> {
        let Some(limit) = self.limit else { return acquire.await };
        if let Ok(result) = tokio::time::timeout(limit, &mut acquire).await {
            return result;
        }
        self.now.store(true, SeqCst);
        drop(acquire);
        self.now.store(false, SeqCst);
        Err(PoolError::Timeout)
    }

    /// Runs an acquire within the limit, and leaves it where it is when that has passed.
    pub(crate) async fn forget(&self, mut acquire: Call<'_>) -> Result<(), PoolError> {
        let Some(limit) = self.limit else { return acquire.await };
        if let Ok(result) = tokio::time::timeout(limit, &mut acquire).await {
            return result;
        }
        std::mem::forget(acquire);
        Err(PoolError::Timeout)
    }

    /// Whether an acquire is just being dropped because its limit has passed.
    pub(crate) fn is_now(&self) -> bool {
        self.now.load(SeqCst)
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
