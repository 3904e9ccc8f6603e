//! [deadpool](https://docs.rs/deadpool) 0.13, the managed pool, as a [`Pool`], and any [`ManageConnection`] as its manager.
//!
//! # What the settings and methods become
//!
//! * `acquire_timeout` becomes each of deadpool's three timeouts: waiting for a slot, creating, and recycling *one*
//!   idle connection. They add up: there is no limit on the whole of `get`. `None` waits without limit, zero does
//!   not wait. [`AcquireTimeout`] sets all three for one call, each no later than the pool's own.
//! * `recycle`, which deadpool calls before it hands out an idle connection, asks `has_broken`, and `is_valid` if
//!   `validate_on_acquire`. Nothing is asked on release, nor about a fresh connection.
//! * The manager's `detach` is left alone: it lends the connection and cannot await, so no ending can be done there.
//! * `close` is `Pool::close`: waiters fail at once, idle connections are dropped, a connection in use is dropped
//!   when its guard is. It is synchronous, so the future never pends.
//! * `release` drops the guard.
//! * `health_check` acquires a connection, asks `is_valid`, and gives it back whatever the answer. Of a pool that was
//!   adopted it only acquires, which calls its manager's `recycle` if the connection was idle.
//! * `status` is `Pool::status`, which deadpool calls eventually consistent: `available` and `waiting` are computed from
//!   the number of users, who may be holding, waiting or connecting. Once closed, `max_size` is 0.
//! * [`Resize`] is `Pool::resize`, which is synchronous and takes 0 as well. [`Detach`] is `Object::take`.
//!
//! # What deadpool lacks
//!
//! * `min_size` is ignored: deadpool opens on demand only. `init` does nothing and the status reports 0.
//! * `idle_timeout` and `max_lifetime` are ignored: deadpool retires nothing by itself. (Its users call
//!   `Pool::retain` from a task of their own.)
//! * It never says goodbye: connections end by being dropped, and `disconnect` is not called.
//! * There is no `TryAcquire`: with a timeout of zero, `timeout_get` does not wait but opens. There is no `Discard`: who
//!   takes a connection out with `detach` ends it.
//!
//! # Where it runs, and on which clock
//!
//! Creating and recycling run in the task that acquires (`Pool::timeout_get` in `managed/pool.rs`), releases
//! synchronously in the guard's `Drop` (`PoolInner::return_object`); nothing is spawned. Timeouts read tokio's clock
//! (`apply_timeout`); `std::time::Instant` is read only for `Metrics`. Waiters are served first come, first served by
//! tokio's semaphore; idle connections are reused oldest first (`QueueMode::Fifo`, the default).

use std::{fmt, ops::DerefMut, sync::Arc, time::Duration};

use deadpool::{
    Runtime,
    managed::{
        self, HookError, Manager, Metrics, Object, PoolError as DeadpoolError, RecycleError, RecycleResult,
        Timeouts,
    },
};
use pool_protocol::{
    AcquireTimeout, BoxError, Detach, ManageConnection, Pool, PoolError, Resize, Status, async_trait,
};

use crate::{Settings, validator::Validator};

/// A deadpool pool as a [`Pool`]: a new one of any [`ManageConnection`], or an existing one with a manager of its own.
///
/// `W` is what the pool lends: deadpool's own [`Object`], or what a crate has put around it.
///
/// # Examples
///
/// ```
/// use deadpool::managed::{Manager, Pool};
/// use pool_adapters::deadpool::DeadpoolPool;
///
/// /// A pool that the application has for other reasons, such as one of `deadpool-postgres`.
/// fn adopt<M>(pool: Pool<M>) -> impl pool_protocol::Pool<Connection = M::Type>
/// where
///     M: Manager<Type: 'static, Error: std::error::Error + Send + Sync + 'static> + 'static,
/// {
///     DeadpoolPool::from(pool)
/// }
/// ```
pub struct DeadpoolPool<M: Manager, W: From<Object<M>> = Object<M>> {
    pool: managed::Pool<M, W>,
    validator: Validator<M::Type>,
}

impl<M: ManageConnection> DeadpoolPool<DeadpoolManager<M>> {
    /// Makes an empty pool of the manager's connections.
    ///
    /// # Panics
    ///
    /// Where deadpool does: if `max_size` is above the permits of a tokio semaphore, or above what the memory holds,
    /// since the list of idle connections is allocated at once.
    #[must_use]
    pub fn new(manager: M, settings: &Settings) -> Self {
        let manager = Arc::new(manager);
        let validator = Validator::of(&manager);
        let pool =
            managed::Pool::builder(DeadpoolManager { manager, validate: settings.validate_on_acquire })
                .max_size(settings.max_size)
                .timeouts(each(settings.acquire_timeout))
                .runtime(Runtime::Tokio1)
                .build()
                .expect("building fails only for timeouts without a runtime");
        Self { pool, validator }
    }
}

/// The same limit on waiting, creating and recycling.
const fn each(limit: Option<Duration>) -> Timeouts {
    Timeouts { wait: limit, create: limit, recycle: limit }
}

impl<M: Manager, W: From<Object<M>>> DeadpoolPool<M, W> {
    /// The pool inside, for what only deadpool has.
    #[must_use]
    pub const fn get_ref(&self) -> &managed::Pool<M, W> {
        &self.pool
    }
}

impl<M: Manager<Type: 'static>, W: From<Object<M>>> From<managed::Pool<M, W>> for DeadpoolPool<M, W> {
    fn from(pool: managed::Pool<M, W>) -> Self {
        Self { pool, validator: Validator::NONE }
    }
}

impl<M: Manager, W: From<Object<M>>> Clone for DeadpoolPool<M, W> {
    fn clone(&self) -> Self {
        Self { pool: self.pool.clone(), validator: self.validator.clone() }
    }
}

impl<M: Manager, W: From<Object<M>>> fmt::Debug for DeadpoolPool<M, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeadpoolPool").field("status", &self.pool.status()).finish_non_exhaustive()
    }
}

#[async_trait]
impl<M, W> Pool for DeadpoolPool<M, W>
where
    M: Manager<Type: 'static, Error: Into<BoxError>> + 'static,
    W: From<Object<M>> + DerefMut<Target = M::Type> + Send + 'static,
{
    type Connection = M::Type;
    type Guard = W;

    async fn init(&self) -> Result<(), PoolError> {
        Ok(())
    }

    async fn acquire(&self) -> Result<W, PoolError> {
        self.pool.get().await.map_err(translate)
    }

    async fn release(&self, guard: W) -> Result<(), PoolError> {
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
        Status::new(numbers.size, numbers.available, numbers.size - numbers.available)
            .limits(0, numbers.max_size)
            .waiting(numbers.waiting)
            .closed(self.pool.is_closed())
    }
}

#[async_trait]
impl<M, W> AcquireTimeout for DeadpoolPool<M, W>
where
    Self: Pool<Guard = W>,
    M: Manager<Error: Into<BoxError>> + 'static,
    W: From<Object<M>> + Send + 'static,
{
    async fn acquire_timeout(&self, limit: Duration) -> Result<W, PoolError> {
        let own = self.pool.timeouts();
        let earlier = |own: Option<Duration>| Some(own.map_or(limit, |own| own.min(limit)));
        let timeouts =
            Timeouts { wait: earlier(own.wait), create: earlier(own.create), recycle: earlier(own.recycle) };
        self.pool.timeout_get(&timeouts).await.map_err(translate)
    }
}

#[async_trait]
impl<M: Manager, W: From<Object<M>>> Resize for DeadpoolPool<M, W>
where
    Self: Pool,
{
    async fn resize(&self, max_size: usize) -> Result<(), PoolError> {
        if self.pool.is_closed() {
            return Err(PoolError::Closed);
        }
        self.pool.resize(max_size);
        Ok(())
    }
}

impl<M: Manager> Detach for DeadpoolPool<M>
where
    Self: Pool<Guard = Object<M>, Connection = M::Type>,
{
    fn detach(&self, guard: Object<M>) -> M::Type {
        Object::take(guard)
    }
}

fn translate<E: Into<BoxError>>(error: DeadpoolError<E>) -> PoolError {
    match error {
        DeadpoolError::Timeout(_) => PoolError::Timeout,
        DeadpoolError::Backend(error) | DeadpoolError::PostCreateHook(HookError::Backend(error)) => {
            PoolError::Connect(error.into())
        }
        DeadpoolError::PostCreateHook(HookError::Message(text)) => PoolError::Connect(text.into()),
        DeadpoolError::Closed => PoolError::Closed,
        DeadpoolError::NoRuntimeSpecified => PoolError::InvalidConfig("no runtime for the timeouts".into()),
    }
}

/// Any [`ManageConnection`] as deadpool's [`Manager`].
#[derive(Debug)]
pub struct DeadpoolManager<M> {
    manager: Arc<M>,
    validate: bool,
}

impl<M> DeadpoolManager<M> {
    /// For a pool that is built with deadpool's own builder; `validate` says whether `is_valid` is asked of an idle
    /// connection before it is handed out.
    pub fn new(manager: M, validate: bool) -> Self {
        Self { manager: Arc::new(manager), validate }
    }
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
