use std::{
    ops::{Deref, DerefMut},
    time::Duration,
};

use fast_pool::{
    ConnectionGuard, Manager,
    plugin::{CheckMode, DurationManager},
};
use pool_protocol::{ManageConnection, Pool, PoolError, Status, async_trait};

use super::{Settings, count};

/// [`fast_pool`](https://docs.rs/fast_pool) 1.0 as a [`Pool`].
///
/// # What the settings and methods become
///
/// * `min_size` is ignored: `fast_pool` opens on demand only. `init` does nothing and the status reports 0.
/// * `max_size` is `max_open`, and the most idle connections as well. `fast_pool` ignores a `max_open` of 0 and keeps
///   its default of 32.
/// * `acquire_timeout` is `timeout_wait`, which covers the whole of `get`, and `timeout_check` as well, which would
///   otherwise be 10 seconds. Both are kept in whole milliseconds, and to both `None` means zero: here `None`
///   becomes [`Duration::MAX`], which is stored as the most milliseconds there are.
/// * `idle_timeout` is ignored: `fast_pool` has none.
/// * `max_lifetime` is its plug-in `DurationManager` with `CheckMode::MaxLifetime`, which fails the check of a
///   connection that is too old.
/// * `check`, which `fast_pool` calls before every hand-out, of fresh connections too, asks `has_broken`, and
///   `is_valid` if `validate_on_acquire`. Nothing is asked on release.
/// * `close` is [`Unsupported`](PoolError::Unsupported): `fast_pool` cannot be closed. Its connections end when the last handle
///   and guard are gone.
/// * `release` drops the guard.
/// * `health_check` acquires a connection, asks `is_valid`, and gives it back whatever the answer.
/// * `status` is `Pool::state`: separate counters that are read one after the other, connects in progress left out.
/// * `fast_pool` makes its own errors out of text; its two timeouts are told by that text.
///
/// # Where it runs, and on which clock
///
/// Connects and checks run in the task that acquires (`Pool::get_timeout` in `pool.rs`), releases synchronously in
/// the guard's `Drop` (`guard.rs`); nothing is spawned. Timeouts read tokio's clock; ages of connections, which only
/// the plug-in looks at, read `std::time::Instant` (`plugin/duration_manager.rs`). Idle connections lie in a channel
/// and are reused oldest first; a newcomer may take what a waiter was woken for.
#[derive(Debug)]
pub struct FastPool<M: ManageConnection> {
    pool: fast_pool::Pool<DurationManager<FastManager<M>>>,
}

impl<M: ManageConnection> FastPool<M> {
    /// Makes an empty pool of the manager's connections.
    #[must_use]
    pub fn new(manager: M, settings: &Settings) -> Self {
        let manager = FastManager { manager, validate: settings.validate_on_acquire };
        let mode = settings.max_lifetime.map_or(CheckMode::NoLimit, CheckMode::MaxLifetime);
        let pool = fast_pool::Pool::new(DurationManager::new(manager, mode));
        let size = settings.max_size.try_into().unwrap_or(u64::MAX);
        pool.set_max_open(size);
        pool.set_max_idle_conns(size);
        let limit = settings.acquire_timeout.unwrap_or(Duration::MAX);
        pool.set_timeout_wait(Some(limit));
        pool.set_timeout_check(Some(limit));
        Self { pool }
    }
}

#[async_trait]
impl<M: ManageConnection> Pool for FastPool<M> {
    type Connection = M::Connection;
    type Guard = FastGuard<M>;

    async fn init(&self) -> Result<(), PoolError> {
        Ok(())
    }

    async fn acquire(&self) -> Result<Self::Guard, PoolError> {
        match self.pool.get().await {
            Ok(guard) => Ok(FastGuard(guard)),
            Err(FastError::Manager(error)) => Err(PoolError::Connect(error.into())),
            Err(FastError::Pool(text)) if text == "get_timeout" => Err(PoolError::Timeout),
            Err(FastError::Pool(text)) if text.starts_with("check_timeout") => Err(PoolError::Timeout),
            Err(FastError::Pool(text)) => Err(PoolError::Unhealthy(text.into())),
        }
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
        let check = self.pool.manager.manager.manager.is_valid(&mut guard).await;
        check.map_err(|error| PoolError::Unhealthy(error.into()))
    }

    fn status(&self) -> Status {
        let state = self.pool.state();
        let mut status = Status::default();
        status.size = count(state.connections);
        status.idle = count(state.idle);
        status.in_use = count(state.in_use);
        status.max_size = count(state.max_open);
        status
    }
}

/// `fast_pool`'s guard, seen through the two wrappers that `fast_pool` wants around a connection.
#[derive(Debug)]
pub struct FastGuard<M: ManageConnection>(ConnectionGuard<DurationManager<FastManager<M>>>);

impl<M: ManageConnection> Deref for FastGuard<M> {
    type Target = M::Connection;

    fn deref(&self) -> &M::Connection {
        &self.0.0
    }
}

impl<M: ManageConnection> DerefMut for FastGuard<M> {
    fn deref_mut(&mut self) -> &mut M::Connection {
        &mut self.0.0
    }
}

/// A connection that is [`Unpin`], as `fast_pool` demands; it is never pinned.
#[derive(Debug)]
pub struct FastConnection<C>(C);

impl<C> Unpin for FastConnection<C> {}

/// The manager's error, or the text of one of `fast_pool`'s own.
#[derive(Debug)]
pub enum FastError<E> {
    /// What the manager said.
    Manager(E),
    /// What `fast_pool` said.
    Pool(String),
}

impl<E> From<&str> for FastError<E> {
    fn from(text: &str) -> Self {
        Self::Pool(text.into())
    }
}

/// Any [`ManageConnection`] as `fast_pool`'s [`Manager`].
#[derive(Debug)]
pub struct FastManager<M> {
    manager: M,
    validate: bool,
}

impl<M: ManageConnection> Manager for FastManager<M> {
    type Connection = FastConnection<M::Connection>;
    type Error = FastError<M::Error>;

    async fn connect(&self) -> Result<Self::Connection, Self::Error> {
        self.manager.connect().await.map(FastConnection).map_err(FastError::Manager)
    }

    async fn check(&self, connection: &mut Self::Connection) -> Result<(), Self::Error> {
        if self.manager.has_broken(&mut connection.0) {
            return Err(FastError::Pool("connection is broken".into()));
        }
        if self.validate {
            self.manager.is_valid(&mut connection.0).await.map_err(FastError::Manager)?;
        }
        Ok(())
    }
}
