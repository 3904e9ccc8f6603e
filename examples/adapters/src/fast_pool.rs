//! [`fast_pool`](https://docs.rs/fast_pool) 1.0 as a [`Pool`], and any [`ManageConnection`] as its manager.
//!
//! # What the settings and methods become
//!
//! * `max_size` is `max_open`, and the most idle connections as well. `fast_pool` ignores a `max_open` of 0 and keeps
//!   its default of 32.
//! * `acquire_timeout` is `timeout_wait`, which covers the whole of `get`, and `timeout_check` as well, which would
//!   otherwise be 10 seconds. Both are kept in whole milliseconds, and to both `None` means zero: here `None`
//!   becomes [`Duration::MAX`], which is stored as the most milliseconds there are. [`AcquireTimeout`] is
//!   `Pool::get_timeout`, which replaces `timeout_wait`: the adapter passes the earlier of the two on.
//! * `max_lifetime` is its plug-in `DurationManager` with `CheckMode::MaxLifetime`, which fails the check of a
//!   connection that is too old.
//! * `check`, which `fast_pool` calls before every hand-out, of fresh connections too, asks `has_broken`, and
//!   `is_valid` if `validate_on_acquire`. Nothing is asked on release.
//! * `release` drops the guard.
//! * `health_check` acquires a connection, asks `is_valid`, and gives it back whatever the answer.
//! * `status` is `Pool::state`: separate counters that are read one after the other, connects in progress left out. The
//!   number of waiters is not known: `State::waits` counts who connects or checks as well.
//! * [`Resize`] is `Pool::set_max_open` and `Pool::set_max_idle_conns`. Of 0, which `fast_pool` passes over, it says so.
//! * `fast_pool` makes its own errors out of text; its two timeouts are told by that text. An error of the manager with
//!   that very text is taken for them.
//!
//! # What `fast_pool` lacks
//!
//! * `min_size` is ignored: `fast_pool` opens on demand only. `init` does nothing and the status reports 0.
//! * `idle_timeout` is ignored: `fast_pool` has none.
//! * It cannot be closed: `close` is [`Unsupported`](PoolError::Unsupported). Its connections end when the last handle
//!   and guard are gone.
//! * It never says goodbye: connections end by being dropped, and `disconnect` is not called.
//! * Its manager's futures are not known to be `Send` in generic code, so a pool with a manager of its own cannot be
//!   adopted; one that was built around a [`FastManager`] can.
//! * There is no `TryAcquire`, no `Discard` and no `Detach`: who takes the value out of a guard leaves its slot taken.
//!
//! # Where it runs, and on which clock
//!
//! Connects and checks run in the task that acquires (`Pool::get_timeout` in `pool.rs`), releases synchronously in
//! the guard's `Drop` (`guard.rs`); nothing is spawned. Timeouts read tokio's clock; ages of connections, which only
//! the plug-in looks at, read `std::time::Instant` (`plugin/duration_manager.rs`). Idle connections lie in a channel
//! and are reused oldest first; a newcomer may take what a waiter was woken for.

use std::{
    fmt,
    ops::{Deref, DerefMut},
    time::Duration,
};

use fast_pool::{
    ConnectionGuard, Manager,
    plugin::{CheckMode, DurationManager},
};
use pool_protocol::{
    AcquireTimeout, BoxError, ManageConnection, Pool, PoolError, Resize, Status, async_trait,
};

use crate::{Settings, count};

/// A `fast_pool` pool as a [`Pool`] of any [`ManageConnection`].
pub struct FastPool<M: ManageConnection> {
    pool: fast_pool::Pool<DurationManager<FastManager<M>>>,
}

impl<M: ManageConnection> FastPool<M> {
    /// Makes an empty pool of the manager's connections.
    #[must_use]
    pub fn new(manager: M, settings: &Settings) -> Self {
        let manager = FastManager::new(manager, settings.validate_on_acquire);
        let mode = settings.max_lifetime.map_or(CheckMode::NoLimit, CheckMode::MaxLifetime);
        let pool = fast_pool::Pool::new(DurationManager::new(manager, mode));
        let size = settings.max_size.try_into().unwrap_or(u64::MAX);
        pool.set_max_open(size);
        pool.set_max_idle_conns(size);
        let limit = settings.acquire_timeout.unwrap_or(Duration::MAX);
        pool.set_timeout_wait(Some(limit));
        pool.set_timeout_check(Some(limit));
        Self::from(pool)
    }

    /// The pool inside, for what only `fast_pool` has.
    #[must_use]
    pub const fn get_ref(&self) -> &fast_pool::Pool<DurationManager<FastManager<M>>> {
        &self.pool
    }
}

impl<M: ManageConnection> From<fast_pool::Pool<DurationManager<FastManager<M>>>> for FastPool<M> {
    fn from(pool: fast_pool::Pool<DurationManager<FastManager<M>>>) -> Self {
        Self { pool }
    }
}

impl<M: ManageConnection> Clone for FastPool<M> {
    fn clone(&self) -> Self {
        Self { pool: self.pool.clone() }
    }
}

impl<M: ManageConnection> fmt::Debug for FastPool<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("FastPool").field(&self.pool).finish()
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
        self.pool.get().await.map(FastGuard).map_err(translate)
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
        Status::new(count(state.connections), count(state.idle), count(state.in_use))
            .limits(0, count(state.max_open))
    }
}

#[async_trait]
impl<M: ManageConnection> AcquireTimeout for FastPool<M> {
    async fn acquire_timeout(&self, limit: Duration) -> Result<Self::Guard, PoolError> {
        let own = self.pool.get_timeout_wait().unwrap_or_default();
        self.pool.get_timeout(Some(own.min(limit))).await.map(FastGuard).map_err(translate)
    }
}

#[async_trait]
impl<M: ManageConnection> Resize for FastPool<M> {
    async fn resize(&self, max_size: usize) -> Result<(), PoolError> {
        if max_size == 0 {
            return Err(PoolError::InvalidConfig("max_size is 0".into()));
        }
        let size = max_size.try_into().unwrap_or(u64::MAX);
        self.pool.set_max_open(size);
        self.pool.set_max_idle_conns(size);
        Ok(())
    }
}

fn translate(error: BoxError) -> PoolError {
    let text = error.to_string();
    if text == "get_timeout" || text.starts_with("check_timeout=") {
        PoolError::Timeout
    } else {
        PoolError::Connect(error)
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

/// Any [`ManageConnection`] as `fast_pool`'s [`Manager`].
#[derive(Debug)]
pub struct FastManager<M> {
    manager: M,
    validate: bool,
}

impl<M> FastManager<M> {
    /// For a pool that is built with `fast_pool`'s own methods, around a [`DurationManager`] around this; `validate` says
    /// whether `is_valid` is asked before a connection is handed out.
    pub const fn new(manager: M, validate: bool) -> Self {
        Self { manager, validate }
    }
}

impl<M: ManageConnection> Manager for FastManager<M> {
    type Connection = FastConnection<M::Connection>;
    type Error = BoxError;

    async fn connect(&self) -> Result<Self::Connection, Self::Error> {
        self.manager.connect().await.map(FastConnection).map_err(Into::into)
    }

    async fn check(&self, connection: &mut Self::Connection) -> Result<(), Self::Error> {
        if self.manager.has_broken(&mut connection.0) {
            return Err("connection is broken".into());
        }
        if self.validate {
            self.manager.is_valid(&mut connection.0).await.map_err(Into::into)?;
        }
        Ok(())
    }
}
