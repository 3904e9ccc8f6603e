//! bb8 0.8 as a pool, and its judgement.

mod judge;

use std::{future::ready, time::Duration};

use bb8::{PooledConnection, RunError};
use pool_conformance::{
    Capability, CloseMode, ConnectErrors, Declaration, Prefill, Probe, ProbeConnection, ProbeError, Setup,
    TimeSource, declare,
};
use pool_protocol::{ManageConnection, Pool, PoolError, Status, async_trait};

fn main() {
    let declaration = Declaration::new()
        .prefill(Prefill::Background)
        .close_mode(CloseMode::Unsupported)
        .connect_errors(if cfg!(feature = "immediate") {
            ConnectErrors::Immediate
        } else {
            ConnectErrors::UntilDeadline
        })
        .time_source(TimeSource::System)
        .claim(Capability::Timeout)
        .claim(Capability::HealthBorrow)
        .claim(Capability::ErrorSource);
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
        let builder = bb8::Pool::builder()
            .max_size(max_size)
            .min_idle(Some(min_idle))
            .connection_timeout(setup.acquire_timeout.unwrap_or(Duration::MAX))
            .idle_timeout(setup.idle_timeout)
            .max_lifetime(setup.max_lifetime)
            .test_on_check_out(setup.validate_on_acquire);
        #[cfg(feature = "immediate")]
        let builder = builder.retry_connection(false);
        let pool = builder.build_unchecked(Manager(setup.manager.clone()));
        Self { pool, probe: setup.manager, max_size, min_idle }
    }
}

#[async_trait]
impl Pool for Bb8Pool {
    type Connection = ProbeConnection;
    type Guard = PooledConnection<'static, Manager>;

    async fn init(&self) -> Result<(), PoolError> {
        Ok(())
    }

    async fn acquire(&self) -> Result<Self::Guard, PoolError> {
        self.pool.get_owned().await.map_err(|error| match error {
            RunError::User(error) => PoolError::Connect(error.into()),
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

struct Manager(Probe);

#[async_trait]
impl bb8::ManageConnection for Manager {
    type Connection = ProbeConnection;
    type Error = ProbeError;

    async fn connect(&self) -> Result<ProbeConnection, ProbeError> {
        self.0.connect().await
    }

    async fn is_valid(&self, connection: &mut ProbeConnection) -> Result<(), ProbeError> {
        self.0.is_valid(connection).await
    }

    fn has_broken(&self, connection: &mut ProbeConnection) -> bool {
        self.0.has_broken(connection)
    }
}
