//! [bb8](https://docs.rs/bb8) 0.9 as a [`Pool`], and any [`ManageConnection`] as bb8's manager.
//!
//! # What the settings and methods become
//!
//! * `min_size` is bb8's `min_idle`: that many *idle* connections, kept up whenever a connection is taken or lost.
//! * `acquire_timeout` is `connection_timeout`, which covers the whole of `get`. bb8 cannot wait without limit:
//!   `None` becomes [`Duration::MAX`], which tokio's timer cuts to about thirty years.
//! * `validate_on_acquire` is `test_on_check_out`; fresh connections are checked too.
//! * `init` does nothing. [`Bb8Pool::new`] makes the pool with `build_unchecked`, which fills it in the background and
//!   retries a failing connect for `connection_timeout`. (`Builder::build` would wait for the filling, but consumes
//!   builder and manager, so that it could neither be called again nor serve an acquire before it.)
//! * `release` drops the guard.
//! * `health_check` acquires a connection, asks `is_valid`, and gives it back whatever the answer. bb8 does not show its
//!   manager, so of a pool that was [adopted](Bb8Pool#impl-From<Pool<M>>-for-Bb8Pool<M>) it only acquires, which asks
//!   `is_valid` where `test_on_check_out` is set.
//! * `status` is `Pool::state`, read under bb8's lock. Connections in use are those that are not idle, including
//!   one that is being checked; connects in progress are not counted. The number of waiters is not known:
//!   `Statistics::pending_gets` counts gets that were cancelled for ever.
//! * A failing connect is retried and its error goes to bb8's `ErrorSink`; the acquire knows only
//!   [`Timeout`](PoolError::Timeout), unless the pool was built with `retry_connection(false)`.
//!
//! # What bb8 lacks
//!
//! * It cannot be closed: `close` is [`Unsupported`](PoolError::Unsupported). Its connections end when the last handle
//!   and guard are gone.
//! * It never says goodbye: connections end by being dropped, and `disconnect` is not called.
//! * It has none of the extensions: no acquire that does not wait or has a limit of its own, no way to discard or detach
//!   what is lent, and a bound that stays. Its `Statistics` leave out failures and how long connections are held.
//!
//! # Where it runs, and on which clock
//!
//! Connects run in tasks of their own (`PoolInner::spawn_replenishing_approvals` in `inner.rs`), checks in the task
//! that acquires, releases synchronously in the guard's `Drop` (`PoolInner::put_back`). Waits, back-off and the tick
//! of the reaper read tokio's clock; lifetimes, idle times and the end of the retrying read `std::time::Instant`
//! (`PoolInner::add_connection`, `PoolInternals::reap`). The reaper ticks every 30 seconds, and only it looks for
//! idle connections past their limits; a connection past `max_lifetime` ends on release as well.

use std::{fmt, sync::Arc, time::Duration};

use bb8::{PooledConnection, RunError};
use pool_protocol::{BoxError, ManageConnection, Pool, PoolError, Status, async_trait};

use crate::{Settings, count, validator::Validator};

/// A bb8 pool as a [`Pool`]: a new one of any [`ManageConnection`], or an existing one with a manager of its own.
///
/// # Examples
///
/// ```
/// use pool_adapters::bb8::Bb8Pool;
///
/// /// A pool that the application has for other reasons, such as one of `bb8-postgres`.
/// fn adopt<M>(pool: bb8::Pool<M>) -> impl pool_protocol::Pool<Connection = M::Connection>
/// where
///     M: bb8::ManageConnection<Error: std::error::Error + Send + Sync>,
/// {
///     Bb8Pool::from(pool)
/// }
/// ```
pub struct Bb8Pool<M: bb8::ManageConnection> {
    pool: bb8::Pool<M>,
    validator: Validator<M::Connection>,
}

impl<M: ManageConnection> Bb8Pool<Bb8Manager<M>> {
    /// Makes a pool of the manager's connections and starts to fill it.
    ///
    /// # Panics
    ///
    /// Where bb8 does: if `max_size` or one of the limits is zero, if `min_size` is above `max_size`, and outside a
    /// tokio runtime if anything is to run in the background (a `min_size`, an `idle_timeout` or a `max_lifetime`).
    #[must_use]
    pub fn new(manager: M, settings: &Settings) -> Self {
        let manager = Arc::new(manager);
        let pool = bb8::Pool::builder()
            .max_size(size(settings.max_size))
            .min_idle(size(settings.min_size))
            .connection_timeout(settings.acquire_timeout.unwrap_or(Duration::MAX))
            .idle_timeout(settings.idle_timeout)
            .max_lifetime(settings.max_lifetime)
            .test_on_check_out(settings.validate_on_acquire)
            .build_unchecked(Bb8Manager(Arc::clone(&manager)));
        Self { pool, validator: Validator::of(&manager) }
    }
}

impl<M: bb8::ManageConnection> Bb8Pool<M> {
    /// The pool inside, for what only bb8 has.
    #[must_use]
    pub const fn get_ref(&self) -> &bb8::Pool<M> {
        &self.pool
    }
}

impl<M: bb8::ManageConnection> From<bb8::Pool<M>> for Bb8Pool<M> {
    fn from(pool: bb8::Pool<M>) -> Self {
        Self { pool, validator: Validator::NONE }
    }
}

impl<M: bb8::ManageConnection> Clone for Bb8Pool<M> {
    fn clone(&self) -> Self {
        Self { pool: self.pool.clone(), validator: self.validator.clone() }
    }
}

impl<M: bb8::ManageConnection> fmt::Debug for Bb8Pool<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Bb8Pool").field(&self.pool).finish()
    }
}

fn size(connections: usize) -> u32 {
    connections.try_into().unwrap_or(u32::MAX)
}

#[async_trait]
impl<M: bb8::ManageConnection<Error: Into<BoxError>>> Pool for Bb8Pool<M> {
    type Connection = M::Connection;
    type Guard = PooledConnection<'static, M>;

    async fn init(&self) -> Result<(), PoolError> {
        Ok(())
    }

    async fn acquire(&self) -> Result<Self::Guard, PoolError> {
        self.pool.get_owned().await.map_err(|error| match error {
            RunError::User(error) => PoolError::Connect(error.into()),
            RunError::TimedOut => PoolError::Timeout,
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
        let (state, config) = (self.pool.state(), self.pool.config());
        let (size, idle) = (count(state.connections), count(state.idle_connections));
        Status::new(size, idle, size - idle).limits(config.min_idle.map_or(0, count), count(config.max_size))
    }
}

/// Any [`ManageConnection`] as bb8's; the two differ only in `disconnect`, which bb8 does not know.
#[derive(Debug)]
pub struct Bb8Manager<M>(Arc<M>);

impl<M> Bb8Manager<M> {
    /// For a pool that is built with bb8's own builder.
    pub fn new(manager: M) -> Self {
        Self(Arc::new(manager))
    }
}

impl<M: ManageConnection> bb8::ManageConnection for Bb8Manager<M> {
    type Connection = M::Connection;
    type Error = BoxError;

    async fn connect(&self) -> Result<M::Connection, BoxError> {
        self.0.connect().await.map_err(Into::into)
    }

    async fn is_valid(&self, connection: &mut M::Connection) -> Result<(), BoxError> {
        self.0.is_valid(connection).await.map_err(Into::into)
    }

    fn has_broken(&self, connection: &mut M::Connection) -> bool {
        self.0.has_broken(connection)
    }
}
