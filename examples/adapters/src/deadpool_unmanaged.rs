//! [deadpool](https://docs.rs/deadpool) 0.13, the unmanaged pool, as a [`Pool`].
//!
//! It is here as the object pool: it lends what it was given, opens nothing, and knows no manager.
//!
//! # What the settings and methods become
//!
//! * `max_size` is the number of connections that [`UnmanagedPool::open`] opens and adds. Nothing is opened later.
//! * `acquire_timeout` is `timeout`, which covers waiting, all that there is; zero does not wait. [`AcquireTimeout`] is
//!   `timeout_get`, no later than the pool's own limit, which is not known of a pool that was adopted.
//! * `init` does nothing.
//! * `release` drops the guard.
//! * `close` is `Pool::close`: waiters fail at once, idle connections are dropped, a connection in use is dropped when its
//!   guard is. It is synchronous, so the future never pends.
//! * `health_check` acquires a connection, asks `is_valid`, and gives it back whatever the answer. Of a pool that was adopted
//!   it only acquires.
//! * `status` is `Pool::status`: counters that are read one after the other. Its number of waiters stays 0, and is left out.
//! * [`TryAcquire`] is `try_get`. [`Detach`] is `Object::take`, and the place stays empty until somebody adds to the pool.
//!
//! # What it lacks
//!
//! * `min_size`, `idle_timeout`, `max_lifetime` and `validate_on_acquire` are ignored. A connection that breaks is lent again;
//!   who finds it broken detaches it, and adds another through [`UnmanagedPool::get_ref`].
//! * It never says goodbye: connections end by being dropped, and `disconnect` is not called.
//! * There is no `Discard`, which would have to open another, and no `Resize`.
//!
//! # Where it runs, and on which clock
//!
//! Everything runs in the task that calls. The limit reads tokio's clock. Waiters are served first come, first served by
//! tokio's semaphore; idle connections are reused newest first.

use std::{fmt, sync::Arc, time::Duration};

use deadpool::{
    Runtime,
    unmanaged::{self, Object, PoolConfig, PoolError as DeadpoolError},
};
use pool_protocol::{
    AcquireTimeout, Detach, ManageConnection, Pool, PoolError, Status, TryAcquire, async_trait,
};

use crate::{Settings, validator::Validator};

/// deadpool's unmanaged pool as a [`Pool`]: filled by any [`ManageConnection`], or an existing one.
pub struct UnmanagedPool<C> {
    pool: unmanaged::Pool<C>,
    validator: Validator<C>,
    limit: Option<Duration>,
}

impl<C: Send + 'static> UnmanagedPool<C> {
    /// `async fn open<M: ManageConnection<Connection = C>>(manager: M, settings: &Settings) -> Result<Self, PoolError>`
    ///
    /// Makes a pool of `max_size` connections, which are opened here, one after the other.
    ///
    /// # Errors
    ///
    /// [`PoolError::Connect`] if one of them cannot be opened; those before it are dropped.
    ///
    /// # Panics
    ///
    /// Where deadpool does: if `max_size` is above the permits of a tokio semaphore, or above what the memory holds.
    ///
    /// # Cancel safety
    ///
    /// Dropping the future drops the connections that are open.
    pub async fn open<M>(manager: M, settings: &Settings) -> Result<Self, PoolError>
    where
        M: ManageConnection<Connection = C>,
    {
        let (manager, limit) = (Arc::new(manager), settings.acquire_timeout);
        let config =
            PoolConfig { max_size: settings.max_size, timeout: limit, runtime: Some(Runtime::Tokio1) };
        let pool = unmanaged::Pool::from_config(&config);
        for _ in 0..settings.max_size {
            let connection = manager.connect().await.map_err(|error| PoolError::Connect(error.into()))?;
            pool.try_add(connection).map_err(|(_, error)| translate(error))?;
        }
        Ok(Self { pool, validator: Validator::of(&manager), limit })
    }
}

impl<C> UnmanagedPool<C> {
    /// The pool inside, for what only deadpool has.
    #[must_use]
    pub const fn get_ref(&self) -> &unmanaged::Pool<C> {
        &self.pool
    }
}

impl<C: Send + 'static> From<unmanaged::Pool<C>> for UnmanagedPool<C> {
    fn from(pool: unmanaged::Pool<C>) -> Self {
        Self { pool, validator: Validator::NONE, limit: None }
    }
}

impl<C> Clone for UnmanagedPool<C> {
    fn clone(&self) -> Self {
        Self { pool: self.pool.clone(), validator: self.validator.clone(), limit: self.limit }
    }
}

impl<C> fmt::Debug for UnmanagedPool<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnmanagedPool").field("status", &self.pool.status()).finish_non_exhaustive()
    }
}

#[async_trait]
impl<C: Send + 'static> Pool for UnmanagedPool<C> {
    type Connection = C;
    type Guard = Object<C>;

    async fn init(&self) -> Result<(), PoolError> {
        Ok(())
    }

    async fn acquire(&self) -> Result<Object<C>, PoolError> {
        self.pool.get().await.map_err(translate)
    }

    async fn release(&self, guard: Object<C>) -> Result<(), PoolError> {
        drop(guard);
        Ok(())
    }

    async fn close(&self) -> Result<(), PoolError> {
        self.pool.close();
        Ok(())
    }

    async fn health_check(&self) -> Result<(), PoolError> {
        let mut guard = self.acquire().await?;
        self.validator.check(&mut guard).await
    }

    fn status(&self) -> Status {
        let numbers = self.pool.status();
        Status::new(numbers.size, numbers.available, numbers.size.saturating_sub(numbers.available))
            .limits(0, numbers.max_size)
            .closed(self.pool.is_closed())
    }
}

impl<C: Send + 'static> TryAcquire for UnmanagedPool<C> {
    fn try_acquire(&self) -> Option<Object<C>> {
        self.pool.try_get().ok()
    }
}

#[async_trait]
impl<C: Send + 'static> AcquireTimeout for UnmanagedPool<C> {
    async fn acquire_timeout(&self, limit: Duration) -> Result<Object<C>, PoolError> {
        let earlier = self.limit.map_or(limit, |own| own.min(limit));
        self.pool.timeout_get(Some(earlier)).await.map_err(translate)
    }
}

impl<C: Send + 'static> Detach for UnmanagedPool<C> {
    fn detach(&self, guard: Object<C>) -> C {
        Object::take(guard)
    }
}

fn translate(error: DeadpoolError) -> PoolError {
    match error {
        DeadpoolError::Timeout => PoolError::Timeout,
        DeadpoolError::Closed => PoolError::Closed,
        DeadpoolError::NoRuntimeSpecified => PoolError::InvalidConfig("no runtime for the timeout".into()),
    }
}
