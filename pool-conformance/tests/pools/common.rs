//! What every architecture needs and none is about.

use std::{
    future::poll_fn,
    hint,
    panic::{self, AssertUnwindSafe},
    pin::{Pin, pin},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::Poll,
    thread,
    time::Duration,
};

use pool_protocol::{BoxError, ManageConnection, PoolError};

use super::{
    deviation::{Deviation, Phase},
    kept::Kept,
};

/// What `Pool::acquire` returns, without the macro.
pub(crate) type Acquiring<'a, G> = Pin<Box<dyn Future<Output = Result<G, PoolError>> + Send + 'a>>;

/// The lock, whatever happened to those who held it before.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes its time between two halves of a step, where a mistake has made two of one.
pub(crate) fn dawdle() {
    for _ in 0..500 {
        hint::spin_loop();
    }
    (0..4).for_each(|_| thread::yield_now());
}

/// Runs an acquire within its limit.
async fn within<T>(
    limit: Option<Duration>,
    work: impl Future<Output = Result<T, PoolError>>,
) -> Result<T, PoolError> {
    match limit {
        Some(limit) => tokio::time::timeout(limit, work).await.unwrap_or(Err(PoolError::Timeout)),
        None => work.await,
    }
}

/// The limit of acquires, which covers all of an acquire and not each part of it.
pub(crate) struct Limit {
    limit: Option<Duration>,
    deviation: Arc<dyn Deviation>,
}

impl Limit {
    pub(crate) fn new(limit: Option<Duration>, deviation: Arc<dyn Deviation>) -> Self {
        Self { limit, deviation }
    }

    pub(crate) fn is_set(&self) -> bool {
        self.limit.is_some()
    }

    pub(crate) async fn over<T>(
        &self,
        phase: Phase,
        work: impl Future<Output = Result<T, PoolError>>,
    ) -> Result<T, PoolError> {
        within(self.limit.filter(|_| self.deviation.limits(phase)), work).await
    }

    /// The deadline of an acquire that begins now.
    pub(crate) fn deadline(&self) -> Deadline {
        Deadline::after(self.limit.filter(|_| self.deviation.ends_slow_checks()))
    }
}

/// The moment at which an acquire has to be over, if there is one.
#[derive(Clone, Copy)]
pub(crate) struct Deadline(Option<tokio::time::Instant>);

impl Deadline {
    fn after(limit: Option<Duration>) -> Self {
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

pub(crate) fn connect_error(error: impl Into<BoxError>) -> PoolError {
    PoolError::Connect(error.into())
}

pub(crate) fn unhealthy(error: impl Into<BoxError>) -> PoolError {
    PoolError::Unhealthy(error.into())
}

/// Whether a connection that comes back is of no more use; a question that panics is an answer.
pub(crate) fn is_broken<M: ManageConnection>(
    manager: &M,
    deviation: &dyn Deviation,
    connection: &mut Kept<M::Connection>,
) -> bool {
    connection.returns();
    if !deviation.asks_whether_broken() {
        return false;
    }
    let broken = panic::catch_unwind(AssertUnwindSafe(|| manager.has_broken(connection))).unwrap_or(true);
    if broken && deviation.broken_stays_idle() {
        connection.twin().bury();
        return false;
    }
    broken
}

/// Runs code of the manager for which no caller waits: a panic is a failure.
pub(crate) async fn caught<T>(work: impl Future<Output = Result<T, PoolError>>) -> Result<T, PoolError> {
    let mut work = pin!(work);
    poll_fn(|context| {
        let polled = panic::catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context)));
        polled.unwrap_or_else(|_| Poll::Ready(Err(PoolError::Connect("the connect panicked".into()))))
    })
    .await
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
