//! [mobc](https://docs.rs/mobc) 0.9 as a [`Pool`], and any [`ManageConnection`] as mobc's manager.
//!
//! # What the settings and methods become
//!
//! * `max_size` is `max_open`, and `max_idle` as well, which would otherwise be 2. To mobc 0 means unlimited.
//! * `acquire_timeout` is `get_timeout`, which covers the whole of `get`; `None` waits without limit.
//!   [`AcquireTimeout`] is `Pool::get_timeout`, which replaces the pool's own limit: the adapter passes the earlier of
//!   the two on, where it knows the pool's own, which mobc does not show of a pool that was adopted.
//! * `idle_timeout` is `max_idle_lifetime`. It and `max_lifetime` are looked at when an idle connection is about to
//!   be handed out, and at no other time. (mobc's cleaner starts only through `Pool::set_conn_max_lifetime`.)
//! * `validate_on_acquire` is `test_on_check_out`: `check` asks `is_valid` of an idle connection, never of a fresh
//!   one. `validate` asks `has_broken` on release.
//! * `release` drops the guard, and so does not await the connection's return: mobc has nothing to await it with.
//! * `health_check` acquires a connection, asks `is_valid`, and gives it back whatever the answer. Of a pool that was
//!   adopted it only acquires, which checks an idle connection where `test_on_check_out` is set.
//! * `status` is `Pool::state`, which waits for mobc's lock and is polled once. While another thread holds that lock
//!   the poll pends, and the status reports the limit only, every other number being 0. The number of waiters is not
//!   known: `State::wait_count` counts waits that were cancelled for ever.
//! * [`Detach`] is `Connection::into_inner`.
//!
//! # What mobc lacks
//!
//! * `min_size` is ignored: mobc opens on demand only. `init` does nothing and the status reports 0.
//! * It cannot be closed: `close` is [`Unsupported`](PoolError::Unsupported). Its connections end when the last handle
//!   and guard are gone.
//! * It never says goodbye: connections end by being dropped, and `disconnect` is not called.
//! * There is no `TryAcquire` and no `Discard`. There is no `Resize` either: `Pool::set_max_open_conns` sets the number
//!   that the state reports, and leaves the semaphore as it was built.
//!
//! # Where it runs, and on which clock
//!
//! Connects and checks run in the task that acquires (`Pool::get_or_create_conn` in `lib.rs`). Dropping a guard
//! spawns a task that asks `has_broken` and gives the connection and its slot back (`impl Drop for Connection`), so
//! a release is eventual and a guard must be dropped inside a tokio runtime. No clock is tokio's: the limit of `get`
//! is a `futures_timer::Delay`, with a thread of its own (`time.rs`), and ages read `std::time::Instant`
//! (`conn.rs`). Waiters are served first come, first served by tokio's semaphore; idle connections are reused newest
//! first.

use std::{
    fmt,
    pin::pin,
    sync::Arc,
    task::{Context, Poll, Waker},
    time::Duration,
};

use mobc::{Connection, Error as MobcError, Manager, State};
use pool_protocol::{
    AcquireTimeout, BoxError, Detach, ManageConnection, Pool, PoolError, Status, async_trait,
};

use crate::{Settings, count, validator::Validator};

/// A mobc pool as a [`Pool`]: a new one of any [`ManageConnection`], or an existing one with a manager of its own.
///
/// # Examples
///
/// ```
/// use pool_adapters::mobc::MobcPool;
///
/// /// A pool that the application has for other reasons, such as one of `mobc-redis`.
/// fn adopt<M>(pool: mobc::Pool<M>) -> impl pool_protocol::Pool<Connection = M::Connection>
/// where
///     M: mobc::Manager<Error: std::error::Error>,
/// {
///     MobcPool::from(pool)
/// }
/// ```
pub struct MobcPool<M: Manager> {
    pool: mobc::Pool<M>,
    validator: Validator<M::Connection>,
    max_size: usize,
    limit: Option<Duration>,
}

impl<M: ManageConnection> MobcPool<MobcManager<M>> {
    /// Makes an empty pool of the manager's connections.
    ///
    /// # Panics
    ///
    /// Where mobc does: if one of the limits is zero, or `max_size` is above the permits of a tokio semaphore.
    #[must_use]
    pub fn new(manager: M, settings: &Settings) -> Self {
        let manager = Arc::new(manager);
        let validator = Validator::of(&manager);
        let size = settings.max_size.try_into().unwrap_or(u64::MAX);
        let pool = mobc::Pool::builder()
            .max_open(size)
            .max_idle(size)
            .get_timeout(settings.acquire_timeout)
            .max_idle_lifetime(settings.idle_timeout)
            .max_lifetime(settings.max_lifetime)
            .test_on_check_out(settings.validate_on_acquire)
            .build(MobcManager(manager));
        Self { pool, validator, max_size: settings.max_size, limit: settings.acquire_timeout }
    }
}

impl<M: Manager> MobcPool<M> {
    /// The pool inside, for what only mobc has.
    #[must_use]
    pub const fn get_ref(&self) -> &mobc::Pool<M> {
        &self.pool
    }
}

impl<M: Manager> From<mobc::Pool<M>> for MobcPool<M> {
    fn from(pool: mobc::Pool<M>) -> Self {
        let max_size = state_now(&pool).map_or(0, |state| count(state.max_open));
        Self { pool, validator: Validator::NONE, max_size, limit: None }
    }
}

impl<M: Manager> Clone for MobcPool<M> {
    fn clone(&self) -> Self {
        Self { pool: self.pool.clone(), validator: self.validator.clone(), ..*self }
    }
}

impl<M: Manager> fmt::Debug for MobcPool<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MobcPool").field("max_size", &self.max_size).finish_non_exhaustive()
    }
}

/// The pool's state, unless another thread holds mobc's lock.
fn state_now<M: Manager>(pool: &mobc::Pool<M>) -> Option<State> {
    match pin!(pool.state()).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(state) => Some(state),
        Poll::Pending => None,
    }
}

#[async_trait]
impl<M: Manager<Error: Into<BoxError>>> Pool for MobcPool<M> {
    type Connection = M::Connection;
    type Guard = Connection<M>;

    async fn init(&self) -> Result<(), PoolError> {
        Ok(())
    }

    async fn acquire(&self) -> Result<Self::Guard, PoolError> {
        self.pool.get().await.map_err(translate)
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
        let Some(state) = state_now(&self.pool) else { return Status::default().limits(0, self.max_size) };
        Status::new(count(state.connections), count(state.idle), count(state.in_use))
            .limits(0, count(state.max_open))
    }
}

#[async_trait]
impl<M: Manager<Error: Into<BoxError>>> AcquireTimeout for MobcPool<M> {
    async fn acquire_timeout(&self, limit: Duration) -> Result<Self::Guard, PoolError> {
        let earlier = self.limit.map_or(limit, |own| own.min(limit));
        self.pool.get_timeout(earlier).await.map_err(translate)
    }
}

impl<M: Manager<Error: Into<BoxError>>> Detach for MobcPool<M> {
    fn detach(&self, guard: Self::Guard) -> M::Connection {
        guard.into_inner()
    }
}

fn translate<E: Into<BoxError>>(error: MobcError<E>) -> PoolError {
    match error {
        MobcError::Inner(error) => PoolError::Connect(error.into()),
        MobcError::Timeout => PoolError::Timeout,
        MobcError::PoolClosed => PoolError::Closed,
        MobcError::BadConn => PoolError::Unhealthy("bad connection".into()),
    }
}

/// Any [`ManageConnection`] as mobc's [`Manager`].
#[derive(Debug)]
pub struct MobcManager<M>(Arc<M>);

impl<M> MobcManager<M> {
    /// For a pool that is built with mobc's own builder.
    pub fn new(manager: M) -> Self {
        Self(Arc::new(manager))
    }
}

#[async_trait]
impl<M: ManageConnection> Manager for MobcManager<M> {
    type Connection = M::Connection;
    type Error = BoxError;

    async fn connect(&self) -> Result<M::Connection, BoxError> {
        self.0.connect().await.map_err(Into::into)
    }

    async fn check(&self, mut connection: M::Connection) -> Result<M::Connection, BoxError> {
        self.0.is_valid(&mut connection).await.map_err(Into::into)?;
        Ok(connection)
    }

    fn validate(&self, connection: &mut M::Connection) -> bool {
        !self.0.has_broken(connection)
    }
}
