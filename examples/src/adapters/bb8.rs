use std::{sync::Arc, time::Duration};

use bb8::RunError;
use pool_protocol::{BoxError, ManageConnection, Pool, PoolError, Status, async_trait};

use super::{Settings, count};

/// [bb8](https://docs.rs/bb8) 0.9 as a [`Pool`].
///
/// # What the settings and methods become
///
/// * `min_size` is bb8's `min_idle`: that many *idle* connections, kept up whenever a connection is taken or lost.
/// * `acquire_timeout` is `connection_timeout`, which covers the whole of `get`. bb8 cannot wait without limit:
///   `None` becomes [`Duration::MAX`], which tokio's timer cuts to about thirty years.
/// * `validate_on_acquire` is `test_on_check_out`; fresh connections are checked too.
/// * `init` does nothing. The pool is made with `build_unchecked`, which fills it in the background and retries a
///   failing connect for `connection_timeout`. (`Builder::build` would wait for the filling, but consumes builder and
///   manager, so that it could neither be called again nor serve an acquire before it.)
/// * `close` is [`Unsupported`](PoolError::Unsupported): bb8 cannot be closed. Its connections end when the last handle
///   and guard are gone.
/// * `release` drops the guard.
/// * `health_check` acquires a connection, asks `is_valid`, and gives it back whatever the answer.
/// * `status` is `Pool::state`, read under bb8's lock. Connections in use are those that are not idle, including
///   one that is being checked; connects in progress are not counted.
/// * A failing connect is retried and its error goes to bb8's `ErrorSink`; the acquire knows only
///   [`Timeout`](PoolError::Timeout).
///
/// # Where it runs, and on which clock
///
/// Connects run in tasks of their own (`PoolInner::spawn_replenishing_approvals` in `inner.rs`), checks in the task
/// that acquires, releases synchronously in the guard's `Drop` (`PoolInner::put_back`). Waits, back-off and the tick
/// of the reaper read tokio's clock; lifetimes, idle times and the end of the retrying read `std::time::Instant`
/// (`PoolInner::add_connection`, `PoolInternals::reap`). The reaper ticks every 30 seconds, and only it looks for
/// idle connections past their limits; a connection past `max_lifetime` ends on release as well.
#[derive(Debug)]
pub struct Bb8Pool<M: ManageConnection> {
    pool: bb8::Pool<Bb8Manager<M>>,
    manager: Arc<M>,
}

impl<M: ManageConnection> Bb8Pool<M> {
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
        Self { pool, manager }
    }
}

fn size(connections: usize) -> u32 {
    connections.try_into().unwrap_or(u32::MAX)
}

#[async_trait]
impl<M: ManageConnection> Pool for Bb8Pool<M> {
    type Connection = M::Connection;
    type Guard = bb8::PooledConnection<'static, Bb8Manager<M>>;

    async fn init(&self) -> Result<(), PoolError> {
        Ok(())
    }

    async fn acquire(&self) -> Result<Self::Guard, PoolError> {
        self.pool.get_owned().await.map_err(|error| match error {
            RunError::User(error) => PoolError::Connect(error),
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
        self.manager.is_valid(&mut guard).await.map_err(|error| PoolError::Unhealthy(error.into()))
    }

    fn status(&self) -> Status {
        let (state, config) = (self.pool.state(), self.pool.config());
        let mut status = Status::default();
        status.size = count(state.connections);
        status.idle = count(state.idle_connections);
        status.in_use = status.size - status.idle;
        status.min_size = config.min_idle.map_or(0, count);
        status.max_size = count(config.max_size);
        status
    }
}

/// Any [`ManageConnection`] as bb8's; the two differ only in `disconnect`, which bb8 does not know.
#[derive(Debug)]
pub struct Bb8Manager<M>(Arc<M>);

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
