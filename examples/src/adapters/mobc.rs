use std::{
    pin::pin,
    sync::Arc,
    task::{Context, Poll, Waker},
};

use mobc::{Error as MobcError, Manager};
use pool_protocol::{BoxError, ManageConnection, Pool, PoolError, Status, async_trait};

use super::{Settings, count};

/// [mobc](https://docs.rs/mobc) 0.9 as a [`Pool`].
///
/// # What the settings and methods become
///
/// * `min_size` is ignored: mobc opens on demand only. `init` does nothing and the status reports 0.
/// * `max_size` is `max_open`, and `max_idle` as well, which would otherwise be 2. To mobc 0 means unlimited.
/// * `acquire_timeout` is `get_timeout`, which covers the whole of `get`; `None` waits without limit.
/// * `idle_timeout` is `max_idle_lifetime`. It and `max_lifetime` are looked at when an idle connection is about to
///   be handed out, and at no other time. (mobc's cleaner starts only through `Pool::set_conn_max_lifetime`.)
/// * `validate_on_acquire` is `test_on_check_out`: `check` asks `is_valid` of an idle connection, never of a fresh
///   one. `validate` asks `has_broken` on release.
/// * `close` is [`Unsupported`](PoolError::Unsupported): mobc cannot be closed. Its connections end when the last handle
///   and guard are gone.
/// * `release` drops the guard, and so does not await the connection's return: mobc has nothing to await it with.
/// * `health_check` acquires a connection, asks `is_valid`, and gives it back whatever the answer.
/// * `status` is `Pool::state`, which waits for mobc's lock and is polled once. While another thread holds that lock
///   the poll pends, and the status reports the limits only, every other number being 0.
///
/// # Where it runs, and on which clock
///
/// Connects and checks run in the task that acquires (`Pool::get_or_create_conn` in `lib.rs`). Dropping a guard
/// spawns a task that asks `has_broken` and gives the connection and its slot back (`impl Drop for Connection`), so
/// a release is eventual and a guard must be dropped inside a tokio runtime. No clock is tokio's: the limit of `get`
/// is a `futures_timer::Delay`, with a thread of its own (`time.rs`), and ages read `std::time::Instant`
/// (`conn.rs`). Waiters are served first come, first served by tokio's semaphore; idle connections are reused newest
/// first.
#[derive(Debug)]
pub struct MobcPool<M: ManageConnection> {
    pool: mobc::Pool<MobcManager<M>>,
    manager: Arc<M>,
    max_size: usize,
}

impl<M: ManageConnection> MobcPool<M> {
    /// Makes an empty pool of the manager's connections.
    ///
    /// # Panics
    ///
    /// Where mobc does: if one of the limits is zero, or `max_size` is above the permits of a tokio semaphore.
    #[must_use]
    pub fn new(manager: M, settings: &Settings) -> Self {
        let manager = Arc::new(manager);
        let size = settings.max_size.try_into().unwrap_or(u64::MAX);
        let pool = mobc::Pool::builder()
            .max_open(size)
            .max_idle(size)
            .get_timeout(settings.acquire_timeout)
            .max_idle_lifetime(settings.idle_timeout)
            .max_lifetime(settings.max_lifetime)
            .test_on_check_out(settings.validate_on_acquire)
            .build(MobcManager(Arc::clone(&manager)));
        Self { pool, manager, max_size: settings.max_size }
    }
}

#[async_trait]
impl<M: ManageConnection> Pool for MobcPool<M> {
    type Connection = M::Connection;
    type Guard = mobc::Connection<MobcManager<M>>;

    async fn init(&self) -> Result<(), PoolError> {
        Ok(())
    }

    async fn acquire(&self) -> Result<Self::Guard, PoolError> {
        self.pool.get().await.map_err(|error| match error {
            MobcError::Inner(error) => PoolError::Connect(error),
            MobcError::Timeout => PoolError::Timeout,
            MobcError::PoolClosed => PoolError::Closed,
            error @ MobcError::BadConn => PoolError::Unhealthy(error.to_string().into()),
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
        self.manager.is_valid(&mut guard).await.map_err(|error| PoolError::Unhealthy(error.into()))
    }

    fn status(&self) -> Status {
        let mut status = Status::default();
        status.max_size = self.max_size;
        let state = pin!(self.pool.state()).poll(&mut Context::from_waker(Waker::noop()));
        if let Poll::Ready(state) = state {
            status.size = count(state.connections);
            status.idle = count(state.idle);
            status.in_use = count(state.in_use);
            status.max_size = count(state.max_open);
        }
        status
    }
}

/// Any [`ManageConnection`] as mobc's [`Manager`].
#[derive(Debug)]
pub struct MobcManager<M>(Arc<M>);

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
