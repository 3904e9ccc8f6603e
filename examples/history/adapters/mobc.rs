//! mobc 0.7 and 0.8 as a pool, and its judgement.

mod judge;

use std::{
    future::{Future, ready},
    pin::pin,
    task::{Context, Poll, Waker},
};

use mobc::Error as MobcError;
use pool_conformance::{
    Capability, CloseMode, Declaration, Prefill, Probe, ProbeConnection, ProbeError, Setup, TimeSource,
    declare,
};
use pool_protocol::{ManageConnection, Pool, PoolError, Status, async_trait};

fn main() {
    let declaration = Declaration::new()
        .prefill(Prefill::None)
        .close_mode(CloseMode::Unsupported)
        .time_source(TimeSource::System)
        .claim(Capability::FairnessFifo)
        .claim(Capability::HealthBorrow)
        .claim(Capability::ErrorSource);
    judge::judge(declare(|setup| ready(MobcPool::new(setup)), declaration));
}

struct MobcPool {
    pool: mobc::Pool<Manager>,
    probe: Probe,
    max_size: usize,
}

impl MobcPool {
    fn new(setup: Setup) -> Self {
        let size = setup.max_size.try_into().unwrap_or(u64::MAX);
        let pool = mobc::Pool::builder()
            .max_open(size)
            .max_idle(size)
            .get_timeout(setup.acquire_timeout)
            .max_idle_lifetime(setup.idle_timeout)
            .max_lifetime(setup.max_lifetime)
            .test_on_check_out(setup.validate_on_acquire)
            .build(Manager(setup.manager.clone()));
        Self { pool, probe: setup.manager, max_size: setup.max_size }
    }
}

#[async_trait]
impl Pool for MobcPool {
    type Connection = ProbeConnection;
    type Guard = mobc::Connection<Manager>;

    async fn init(&self) -> Result<(), PoolError> {
        Ok(())
    }

    async fn acquire(&self) -> Result<Self::Guard, PoolError> {
        self.pool.get().await.map_err(|error| match error {
            MobcError::Inner(error) => PoolError::Connect(error.into()),
            MobcError::Timeout => PoolError::Timeout,
            other => PoolError::Unhealthy(other.to_string().into()),
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
        let count = |number: u64| number.try_into().unwrap_or(usize::MAX);
        let mut status = Status::default();
        status.max_size = self.max_size;
        // mobc waits for its lock here, and a status cannot; while the lock is held only the limit is known.
        if let Poll::Ready(state) = pin!(self.pool.state()).poll(&mut Context::from_waker(Waker::noop())) {
            status.size = count(state.connections);
            status.idle = count(state.idle);
            status.in_use = count(state.in_use);
        }
        status
    }
}

struct Manager(Probe);

#[async_trait]
impl mobc::Manager for Manager {
    type Connection = ProbeConnection;
    type Error = ProbeError;

    async fn connect(&self) -> Result<ProbeConnection, ProbeError> {
        self.0.connect().await
    }

    async fn check(&self, mut connection: ProbeConnection) -> Result<ProbeConnection, ProbeError> {
        self.0.is_valid(&mut connection).await?;
        Ok(connection)
    }

    fn validate(&self, connection: &mut ProbeConnection) -> bool {
        !self.0.has_broken(connection)
    }
}
