use std::fmt;

use deadpool::{
    Runtime,
    managed::{
        HookError, Manager, Metrics, Object, PoolError as DeadpoolError, RecycleError, RecycleResult,
        Timeouts,
    },
};
use pool_protocol::{BoxError, ManageConnection, Pool, PoolError, Status, async_trait};

use super::Settings;

/// [deadpool](https://docs.rs/deadpool) 0.13, the managed pool, as a [`Pool`].
///
/// # What the settings and methods become
///
/// * `min_size` is ignored: deadpool opens on demand only. `init` does nothing and the status reports 0.
/// * `acquire_timeout` becomes each of deadpool's three timeouts: waiting for a slot, creating, and recycling *one*
///   idle connection. They add up: there is no limit on the whole of `get`. `None` waits without limit, zero does
///   not wait.
/// * `idle_timeout` and `max_lifetime` are ignored: deadpool retires nothing by itself. (Its users call
///   `Pool::retain` from a task of their own.)
/// * `recycle`, which deadpool calls before it hands out an idle connection, asks `has_broken`, and `is_valid` if
///   `validate_on_acquire`. Nothing is asked on release, nor about a fresh connection.
/// * `detach` is left alone: it lends the connection and cannot await, so no ending can be done there.
/// * `close` is `Pool::close`: waiters fail at once, idle connections are dropped, a connection in use is dropped
///   when its guard is. It is synchronous, so the future never pends.
/// * `release` drops the guard.
/// * `health_check` acquires a connection, asks `is_valid`, and gives it back whatever the answer.
/// * `status` is `Pool::status`, which deadpool calls eventually consistent: `available` is computed from the number
///   of users, who may be waiting or connecting. Once closed, `max_size` is 0.
///
/// # Where it runs, and on which clock
///
/// Creating and recycling run in the task that acquires (`Pool::timeout_get` in `managed/pool.rs`), releases
/// synchronously in the guard's `Drop` (`PoolInner::return_object`); nothing is spawned. Timeouts read tokio's clock
/// (`apply_timeout`); `std::time::Instant` is read only for `Metrics`. Waiters are served first come, first served by
/// tokio's semaphore; idle connections are reused oldest first (`QueueMode::Fifo`, the default).
pub struct DeadpoolPool<M: ManageConnection> {
    pool: deadpool::managed::Pool<DeadpoolManager<M>>,
}

impl<M: ManageConnection> DeadpoolPool<M> {
    /// Makes an empty pool of the manager's connections.
    ///
    /// # Panics
    ///
    /// Where deadpool does: if `max_size` is above the permits of a tokio semaphore, or above what the memory holds,
    /// since the list of idle connections is allocated at once.
    #[must_use]
    pub fn new(manager: M, settings: &Settings) -> Self {
        let limit = settings.acquire_timeout;
        let manager = DeadpoolManager { manager, validate: settings.validate_on_acquire };
        let pool = deadpool::managed::Pool::builder(manager)
            .max_size(settings.max_size)
            .timeouts(Timeouts { wait: limit, create: limit, recycle: limit })
            .runtime(Runtime::Tokio1)
            .build()
            .expect("building fails only for timeouts without a runtime");
        Self { pool }
    }
}

impl<M: ManageConnection> fmt::Debug for DeadpoolPool<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeadpoolPool").field("status", &self.pool.status()).finish_non_exhaustive()
    }
}

#[async_trait]
impl<M: ManageConnection> Pool for DeadpoolPool<M> {
    type Connection = M::Connection;
    type Guard = Object<DeadpoolManager<M>>;

    async fn init(&self) -> Result<(), PoolError> {
        Ok(())
    }

    async fn acquire(&self) -> Result<Self::Guard, PoolError> {
        self.pool.get().await.map_err(|error| match error {
            DeadpoolError::Timeout(_) => PoolError::Timeout,
            DeadpoolError::Backend(error) | DeadpoolError::PostCreateHook(HookError::Backend(error)) => {
                PoolError::Connect(error)
            }
            DeadpoolError::PostCreateHook(HookError::Message(text)) => PoolError::Connect(text.into()),
            DeadpoolError::Closed => PoolError::Closed,
            DeadpoolError::NoRuntimeSpecified => {
                PoolError::InvalidConfig("no runtime for the timeouts".into())
            }
        })
    }

    async fn release(&self, guard: Self::Guard) -> Result<(), PoolError> {
        drop(guard);
        Ok(())
    }

    async fn close(&self) -> Result<(), PoolError> {
        self.pool.close();
        Ok(())
    }

    async fn health_check(&self) -> Result<(), PoolError> {
        let mut guard = self.acquire().await?;
        let check = self.pool.manager().manager.is_valid(&mut guard).await;
        check.map_err(|error| PoolError::Unhealthy(error.into()))
    }

    fn status(&self) -> Status {
        let numbers = self.pool.status();
        let mut status = Status::default();
        status.size = numbers.size;
        status.idle = numbers.available;
        status.in_use = numbers.size - numbers.available;
        status.max_size = numbers.max_size;
        status.closed = self.pool.is_closed();
        status
    }
}

/// Any [`ManageConnection`] as deadpool's [`Manager`].
#[derive(Debug)]
pub struct DeadpoolManager<M> {
    manager: M,
    validate: bool,
}

impl<M: ManageConnection> Manager for DeadpoolManager<M> {
    type Type = M::Connection;
    type Error = BoxError;

    async fn create(&self) -> Result<M::Connection, BoxError> {
        self.manager.connect().await.map_err(Into::into)
    }

    async fn recycle(&self, connection: &mut M::Connection, _: &Metrics) -> RecycleResult<BoxError> {
        if self.manager.has_broken(connection) {
            return Err(RecycleError::message("connection is broken"));
        }
        if self.validate {
            self.manager.is_valid(connection).await.map_err(Into::into)?;
        }
        Ok(())
    }
}
