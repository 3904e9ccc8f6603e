//! What every architecture needs and none is about.

use std::{
    hint,
    panic::{self, AssertUnwindSafe},
    pin::Pin,
    sync::{Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

use pool_protocol::{BoxError, ManageConnection, PoolError};

/// What `Pool::acquire` returns, without the macro.
pub(crate) type Acquiring<'a, G> = Pin<Box<dyn Future<Output = Result<G, PoolError>> + Send + 'a>>;

/// The lock, whatever happened to those who held it before.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The lock, for a mistake: a panic under it is for ever. While unwinding it is given all the same, for a second panic
/// would end the process.
pub(crate) fn lock_unless_poisoned<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    if thread::panicking() { lock(mutex) } else { mutex.lock().expect("nobody panics under this lock") }
}

/// Blocks the thread, for a mistake; so long that nobody waits for the end of it, and not for ever.
pub(crate) fn spin_until(there: impl Fn() -> bool) {
    let began = Instant::now();
    while !there() {
        assert!(began.elapsed() < Duration::from_secs(60), "blocked for ever");
        thread::sleep(Duration::from_millis(1));
    }
}

/// Takes its time between two halves of a step, for a mistake that only other threads can see.
pub(crate) fn dawdle() {
    for _ in 0..500 {
        hint::spin_loop();
    }
    (0..4).for_each(|_| thread::yield_now());
}

/// Counts the rounds of a loop that has no end, for a mistake; after many it goes on without using up the machine.
#[derive(Default)]
pub(crate) struct Rounds(usize);

impl Rounds {
    pub(crate) fn next(&mut self) {
        self.0 += 1;
        if self.0 > 100_000 {
            loop {
                thread::park();
            }
        }
    }
}

/// Runs an acquire within its limit.
pub(crate) async fn within<T>(
    limit: Option<Duration>,
    work: impl Future<Output = Result<T, PoolError>>,
) -> Result<T, PoolError> {
    match limit {
        Some(limit) => tokio::time::timeout(limit, work).await.unwrap_or(Err(PoolError::Timeout)),
        None => work.await,
    }
}

/// The moment at which an acquire has to be over, if there is one.
#[derive(Clone, Copy)]
pub(crate) struct Deadline(Option<tokio::time::Instant>);

impl Deadline {
    pub(crate) const NEVER: Self = Self(None);

    pub(crate) fn after(limit: Option<Duration>) -> Self {
        Self(limit.and_then(|limit| tokio::time::Instant::now().checked_add(limit)))
    }

    /// Whether a check succeeds in time. One that hangs has failed: kept, the connection would hold up one acquire after
    /// the other.
    pub(crate) async fn passes<E>(self, check: impl Future<Output = Result<(), E>>) -> bool {
        match self.0 {
            Some(moment) => matches!(tokio::time::timeout_at(moment, check).await, Ok(Ok(()))),
            None => check.await.is_ok(),
        }
    }
}

/// The error as a text, for a mistake: what it was made of is lost.
pub(crate) fn as_text(error: PoolError) -> PoolError {
    match error {
        PoolError::Connect(cause) => PoolError::Connect(cause.to_string().into()),
        other => other,
    }
}

pub(crate) fn connect_error(error: impl Into<BoxError>) -> PoolError {
    PoolError::Connect(error.into())
}

pub(crate) fn unhealthy(error: impl Into<BoxError>) -> PoolError {
    PoolError::Unhealthy(error.into())
}

/// Whether a connection is of no more use; a question that panics is an answer.
pub(crate) fn is_broken<M: ManageConnection>(manager: &M, connection: &mut M::Connection) -> bool {
    panic::catch_unwind(AssertUnwindSafe(|| manager.has_broken(connection))).unwrap_or(true)
}

/// Drops a connection; what its own drop may throw must not keep the pool from counting right.
pub(crate) fn drop_quietly<T>(connection: T) {
    let _ = panic::catch_unwind(AssertUnwindSafe(|| drop(connection)));
}

/// Ever longer pauses, up to a second.
pub(crate) struct Backoff(Duration);

impl Backoff {
    pub(crate) fn new() -> Self {
        Self(Duration::from_millis(10))
    }

    pub(crate) fn next(&mut self) -> Duration {
        let pause = self.0;
        self.0 = (pause * 2).min(Duration::from_secs(1));
        pause
    }
}
