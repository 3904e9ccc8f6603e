//! [`connection-pool`](https://docs.rs/connection-pool) 0.3 as a [`Pool`], and any [`ManageConnection`] as its manager.
//!
//! It is here as a young pool that is written on, with an architecture that the others do not have: a permit is given back
//! before its connection is, and both a hand-out and a return ask the manager.
//!
//! # What the settings and methods become
//!
//! * `max_size` is the number of permits. Not more than 8 connections are kept idle, whatever it is.
//! * `acquire_timeout` is `connection_timeout`, which covers connecting alone: waiting and checking have no limit. `None`
//!   becomes [`Duration::MAX`].
//! * `idle_timeout` is `max_idle_time`, counted from the connection's return. It is looked at when a connection is about to
//!   be handed out, and by a task that checks all idle connections every 30 seconds, which runs where it is set.
//! * `is_valid`, which the pool calls before a hand-out of an idle connection and on a return, asks `has_broken`, and the
//!   manager's `is_valid` if `validate_on_acquire`.
//! * `release` drops the guard, and so does not await the connection's return, which a task does.
//! * `health_check` acquires a connection, asks `is_valid`, and gives it back whatever the answer. Of a pool that was adopted
//!   it only acquires.
//! * `status` adds the guards that are out to the connections that are idle, which it counts under the pool's lock, polled
//!   once: while another task holds that lock, none is counted as idle. What is being checked is not counted.
//! * [`Detach`] is `ManagedConnection::into_inner`.
//!
//! # What `connection-pool` lacks
//!
//! * `min_size` is ignored: it opens on demand only. `init` does nothing and the status reports 0.
//! * `max_lifetime` is ignored: there is none.
//! * It cannot be closed: `close` is [`Unsupported`](PoolError::Unsupported). Its connections end when the last handle
//!   and guard are gone, which blocks the thread for a tenth of a second where its task runs.
//! * It never says goodbye: connections end by being dropped, and `disconnect` is not called.
//! * There is no `TryAcquire`, no `AcquireTimeout`, no `Discard` and no `Resize`.
//!
//! # Where it runs, and on which clock
//!
//! Connects and checks on the way out run in the task that acquires, checks on the way back in a task that the guard's drop
//! spawns: a guard has to be dropped inside a tokio runtime. The limit of a connect reads tokio's clock, idle times read
//! `std::time::Instant`. Waiters are served first come, first served by tokio's semaphore; idle connections are reused
//! oldest first.

use std::{
    error::Error,
    fmt,
    future::Future,
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Poll, Waker},
    time::Duration,
};

use connection_pool::{
    CleanupConfig, ConnectionManager, ConnectionPool as Inner, ManagedConnection, PoolError as InnerError,
};
use pool_protocol::{BoxError, Detach, ManageConnection, Pool, PoolError, Status, async_trait};

use crate::{Settings, validator::Validator};

/// A pool of the crate `connection-pool` as a [`Pool`]: a new one of any [`ManageConnection`], or an existing one with a
/// manager of its own.
pub struct ConnectionPool<M: ConnectionManager> {
    pool: Arc<Inner<M>>,
    validator: Validator<M::Connection>,
}

impl<M: ManageConnection> ConnectionPool<AnyManager<M>> {
    /// Makes an empty pool of the manager's connections.
    ///
    /// # Panics
    ///
    /// If `max_size` is above the permits of a tokio semaphore, and outside a tokio runtime if there is an `idle_timeout`.
    #[must_use]
    pub fn new(manager: M, settings: &Settings) -> Self {
        let manager = AnyManager::new(manager, settings.validate_on_acquire);
        let validator = Validator::of(&manager.manager);
        let cleanup = CleanupConfig { enabled: settings.idle_timeout.is_some(), ..CleanupConfig::default() };
        let pool = Inner::new(
            Some(settings.max_size),
            Some(settings.idle_timeout.unwrap_or(Duration::MAX)),
            Some(settings.acquire_timeout.unwrap_or(Duration::MAX)),
            Some(cleanup),
            manager,
        );
        Self { pool, validator }
    }
}

impl<M: ConnectionManager> ConnectionPool<M> {
    /// The pool inside, for what only it has.
    #[must_use]
    pub const fn get_ref(&self) -> &Arc<Inner<M>> {
        &self.pool
    }
}

impl<M: ConnectionManager<Connection: 'static>> From<Arc<Inner<M>>> for ConnectionPool<M> {
    fn from(pool: Arc<Inner<M>>) -> Self {
        Self { pool, validator: Validator::NONE }
    }
}

impl<M: ConnectionManager> Clone for ConnectionPool<M> {
    fn clone(&self) -> Self {
        Self { pool: Arc::clone(&self.pool), validator: self.validator.clone() }
    }
}

impl<M: ConnectionManager> fmt::Debug for ConnectionPool<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConnectionPool").finish_non_exhaustive()
    }
}

#[async_trait]
impl<M: ConnectionManager<Connection: 'static> + 'static> Pool for ConnectionPool<M> {
    type Connection = M::Connection;
    type Guard = ManagedConnection<M>;

    async fn init(&self) -> Result<(), PoolError> {
        Ok(())
    }

    async fn acquire(&self) -> Result<Self::Guard, PoolError> {
        Arc::clone(&self.pool).get_connection().await.map_err(|error| match error {
            InnerError::Creation(error) => PoolError::Connect(unwrap(Box::new(error))),
            InnerError::Timeout => PoolError::Timeout,
            InnerError::PoolClosed => PoolError::Closed,
        })
    }

    async fn release(&self, guard: Self::Guard) -> Result<(), PoolError> {
        drop(guard);
        Ok(())
    }

    async fn close(&self) -> Result<(), PoolError> {
        Err(PoolError::Unsupported)
    }

    async fn health_check(&self) -> Result<(), PoolError> {
        let mut guard = self.acquire().await?;
        self.validator.check(&mut guard).await
    }

    fn status(&self) -> Status {
        let out = self.pool.outstanding_count();
        let idle = match pin!(self.pool.pool_size()).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(idle) => idle,
            Poll::Pending => 0,
        };
        Status::new(out + idle, idle, out).limits(0, self.pool.max_size())
    }
}

impl<M: ConnectionManager<Connection: 'static> + 'static> Detach for ConnectionPool<M> {
    fn detach(&self, guard: Self::Guard) -> M::Connection {
        guard.into_inner()
    }
}

/// Any [`ManageConnection`] as this pool's manager.
#[derive(Debug)]
pub struct AnyManager<M> {
    manager: Arc<M>,
    validate: bool,
}

impl<M> AnyManager<M> {
    /// For a pool that is built with its own constructor; `validate` says whether `is_valid` is asked before a hand-out of an
    /// idle connection, and on a return.
    pub fn new(manager: M, validate: bool) -> Self {
        Self { manager: Arc::new(manager), validate }
    }
}

impl<M> Clone for AnyManager<M> {
    fn clone(&self) -> Self {
        Self { manager: Arc::clone(&self.manager), validate: self.validate }
    }
}

type Answer<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

impl<M: ManageConnection> ConnectionManager for AnyManager<M> {
    type Connection = M::Connection;
    type Error = Failed;
    type CreateFut = Answer<'static, Result<M::Connection, Failed>>;
    type ValidFut<'a> = Answer<'a, bool>;

    fn create_connection(&self) -> Self::CreateFut {
        let manager = Arc::clone(&self.manager);
        Box::pin(async move { manager.connect().await.map_err(|error| Failed(error.into())) })
    }

    fn is_valid<'a>(&'a self, connection: &'a mut M::Connection) -> Self::ValidFut<'a> {
        Box::pin(async move {
            !self.manager.has_broken(connection)
                && (!self.validate || self.manager.is_valid(connection).await.is_ok())
        })
    }
}

/// Why a connect failed, as an error that is no box.
#[derive(Debug)]
pub struct Failed(BoxError);

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Error for Failed {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source()
    }
}

/// The manager's own error, unchanged.
fn unwrap(error: BoxError) -> BoxError {
    match error.downcast::<Failed>() {
        Ok(failed) => failed.0,
        Err(error) => error,
    }
}
