//! The adapter, for whichever sqlx the module around it has.

use std::{fmt, time::Duration};

use pool_protocol::{Detach, Discard, Pool, PoolError, Status, TryAcquire, async_trait};

use super::sqlx::{
    Connection, Database, Error,
    pool::{PoolConnection, PoolOptions},
};
use crate::{Settings, count};

/// What the connections of a database are made from.
type Options<DB> = <<DB as Database>::Connection as Connection>::Options;

/// sqlx adds its limit to the present, which overflows with the longest that there is.
const NO_LIMIT: Duration = Duration::from_secs(30 * 365 * 24 * 60 * 60);

/// A sqlx pool as a [`Pool`]: a new one, or an existing one of any database.
pub struct SqlxPool<DB: Database> {
    pool: super::sqlx::Pool<DB>,
}

impl<DB: Database> SqlxPool<DB> {
    /// Makes a pool of such connections and starts to fill it.
    ///
    /// # Panics
    ///
    /// Where sqlx does: if `max_size` is zero, if the `acquire_timeout` leads beyond the end of the system's clock (at
    /// the first acquire), and outside a runtime if anything is to run in the background (a `min_size`, an
    /// `idle_timeout` or a `max_lifetime`).
    #[must_use]
    pub fn new(options: Options<DB>, settings: &Settings) -> Self {
        let pool = PoolOptions::new()
            .min_connections(size(settings.min_size))
            .max_connections(size(settings.max_size))
            .acquire_timeout(settings.acquire_timeout.unwrap_or(NO_LIMIT))
            .idle_timeout(settings.idle_timeout)
            .max_lifetime(settings.max_lifetime)
            .test_before_acquire(settings.validate_on_acquire)
            .connect_lazy_with(options);
        Self { pool }
    }

    /// The pool inside, for what only sqlx has.
    #[must_use]
    pub const fn get_ref(&self) -> &super::sqlx::Pool<DB> {
        &self.pool
    }
}

fn size(connections: usize) -> u32 {
    connections.try_into().unwrap_or(u32::MAX)
}

impl<DB: Database> From<super::sqlx::Pool<DB>> for SqlxPool<DB> {
    fn from(pool: super::sqlx::Pool<DB>) -> Self {
        Self { pool }
    }
}

impl<DB: Database> Clone for SqlxPool<DB> {
    fn clone(&self) -> Self {
        Self { pool: self.pool.clone() }
    }
}

impl<DB: Database> fmt::Debug for SqlxPool<DB> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SqlxPool").field(&self.pool).finish()
    }
}

#[async_trait]
impl<DB: Database> Pool for SqlxPool<DB> {
    type Connection = DB::Connection;
    type Guard = PoolConnection<DB>;

    async fn init(&self) -> Result<(), PoolError> {
        Ok(())
    }

    async fn acquire(&self) -> Result<Self::Guard, PoolError> {
        self.pool.acquire().await.map_err(|error| match error {
            Error::PoolTimedOut => PoolError::Timeout,
            Error::PoolClosed => PoolError::Closed,
            error => PoolError::Connect(error.into()),
        })
    }

    async fn release(&self, guard: Self::Guard) -> Result<(), PoolError> {
        drop(guard);
        Ok(())
    }

    async fn close(&self) -> Result<(), PoolError> {
        self.pool.close().await;
        Ok(())
    }

    async fn health_check(&self) -> Result<(), PoolError> {
        let mut guard = self.acquire().await?;
        guard.ping().await.map_err(|error| PoolError::Unhealthy(error.into()))
    }

    fn status(&self) -> Status {
        let (size, idle, options) = (count(self.pool.size()), self.pool.num_idle(), self.pool.options());
        Status::new(size, idle, size.saturating_sub(idle))
            .limits(count(options.get_min_connections()), count(options.get_max_connections()))
            .closed(self.pool.is_closed())
    }
}

impl<DB: Database> TryAcquire for SqlxPool<DB> {
    fn try_acquire(&self) -> Option<Self::Guard> {
        self.pool.try_acquire()
    }
}

#[async_trait]
impl<DB: Database> Discard for SqlxPool<DB> {
    async fn discard(&self, guard: Self::Guard) -> Result<(), PoolError> {
        guard.close().await.map_err(|error| PoolError::Unhealthy(error.into()))
    }
}

impl<DB: Database> Detach for SqlxPool<DB> {
    fn detach(&self, guard: Self::Guard) -> DB::Connection {
        guard.detach()
    }
}
