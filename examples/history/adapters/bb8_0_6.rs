//! bb8 0.6 and 0.7 as a pool, and its judgement.

mod judge;

use std::{
    future::ready,
    ops::{Deref, DerefMut},
    time::Duration,
};

use bb8::{PooledConnection, RunError};
use ouroboros::self_referencing;
use pool_conformance::{
    CloseMode, ConnectErrors, Declaration, Prefill, Probe, ProbeConnection, ProbeError, Setup, TimeSource,
    declare,
};
use pool_protocol::{ManageConnection, Pool, PoolError, Status, async_trait};

fn main() {
    let declaration = Declaration::new()
        .prefill(Prefill::Background)
        .close_mode(CloseMode::Unsupported)
        .connect_errors(ConnectErrors::UntilDeadline)
        .time_source(TimeSource::System);
    judge::judge(declare(|setup| ready(Bb8Pool::new(setup)), declaration));
}

struct Bb8Pool {
    pool: bb8::Pool<Manager>,
    probe: Probe,
    max_size: u32,
    min_idle: u32,
}

impl Bb8Pool {
    fn new(setup: Setup) -> Self {
        let max_size = setup.max_size.try_into().unwrap_or(u32::MAX);
        let min_idle = setup.min_size.try_into().unwrap_or(u32::MAX);
        let pool = bb8::Pool::builder()
            .max_size(max_size)
            .min_idle(Some(min_idle))
            .connection_timeout(setup.acquire_timeout.unwrap_or(Duration::MAX))
            .idle_timeout(setup.idle_timeout)
            .max_lifetime(setup.max_lifetime)
            .test_on_check_out(setup.validate_on_acquire)
            .build_unchecked(Manager(setup.manager.clone()));
        Self { pool, probe: setup.manager, max_size, min_idle }
    }
}

#[async_trait]
impl Pool for Bb8Pool {
    type Connection = ProbeConnection;
    type Guard = Guard;

    async fn init(&self) -> Result<(), PoolError> {
        Ok(())
    }

    async fn acquire(&self) -> Result<Guard, PoolError> {
        let guard = Guard::try_new_async_send(self.pool.clone(), |pool| Box::pin(pool.get())).await;
        guard.map_err(|error| match error {
            RunError::User(error) => PoolError::Connect(error.into()),
            RunError::TimedOut => PoolError::Timeout,
        })
    }

    async fn release(&self, guard: Guard) -> Result<(), PoolError> {
        drop(guard);
        Ok(())
    }

    async fn close(&self) -> Result<(), PoolError> {
        Err(PoolError::Unsupported)
    }

    async fn health_check(&self) -> Result<(), PoolError> {
        let mut guard = self.acquire().await?;
        self.probe.is_valid(&mut guard).await.map_err(|error| PoolError::Unhealthy(error.into()))
    }

    fn status(&self) -> Status {
        let state = self.pool.state();
        let mut status = Status::default();
        status.size = state.connections as usize;
        status.idle = state.idle_connections as usize;
        status.in_use = status.size.wrapping_sub(status.idle);
        status.min_size = self.min_idle as usize;
        status.max_size = self.max_size as usize;
        status
    }
}

/// bb8's guard, which borrows the pool, together with a handle for it to borrow: what `get_owned` gives since 0.8.
#[self_referencing]
struct Guard {
    pool: bb8::Pool<Manager>,
    #[borrows(pool)]
    #[covariant]
    guard: PooledConnection<'this, Manager>,
}

impl Deref for Guard {
    type Target = ProbeConnection;

    fn deref(&self) -> &ProbeConnection {
        self.borrow_guard()
    }
}

impl DerefMut for Guard {
    fn deref_mut(&mut self) -> &mut ProbeConnection {
        self.with_guard_mut(|guard| &mut **guard)
    }
}

struct Manager(Probe);

#[async_trait]
impl bb8::ManageConnection for Manager {
    type Connection = ProbeConnection;
    type Error = ProbeError;

    async fn connect(&self) -> Result<ProbeConnection, ProbeError> {
        self.0.connect().await
    }

    async fn is_valid(&self, guard: &mut PooledConnection<'_, Self>) -> Result<(), ProbeError> {
        self.0.is_valid(guard).await
    }

    fn has_broken(&self, connection: &mut ProbeConnection) -> bool {
        self.0.has_broken(connection)
    }
}
