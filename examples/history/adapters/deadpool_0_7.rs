//! deadpool 0.7, the managed pool, as a pool, and its judgement.

mod judge;

use std::future::ready;

use deadpool::managed::{
    Object, PoolConfig, PoolError as DeadpoolError, RecycleError, RecycleResult, Timeouts,
};
use pool_conformance::{
    Capability, CloseMode, Declaration, Prefill, Probe, ProbeConnection, ProbeError, Setup, declare,
};
use pool_protocol::{ManageConnection, Pool, PoolError, Status, async_trait};

fn main() {
    let declaration = Declaration::new()
        .prefill(Prefill::None)
        .close_mode(CloseMode::Unsupported)
        .claim(Capability::HealthBorrow)
        .claim(Capability::FairnessFifo)
        .claim(Capability::ErrorSource);
    judge::judge(declare(|setup| ready(DeadpoolPool::new(setup)), declaration));
}

struct DeadpoolPool {
    pool: deadpool::managed::Pool<ProbeConnection, ProbeError>,
    probe: Probe,
}

impl DeadpoolPool {
    fn new(setup: Setup) -> Self {
        let limit = setup.acquire_timeout;
        let config = PoolConfig {
            max_size: setup.max_size,
            timeouts: Timeouts { wait: limit, create: limit, recycle: limit },
        };
        let manager = Manager { probe: setup.manager.clone(), validate: setup.validate_on_acquire };
        Self { pool: deadpool::managed::Pool::from_config(manager, config), probe: setup.manager }
    }
}

#[async_trait]
impl Pool for DeadpoolPool {
    type Connection = ProbeConnection;
    type Guard = Object<ProbeConnection, ProbeError>;

    async fn init(&self) -> Result<(), PoolError> {
        Ok(())
    }

    async fn acquire(&self) -> Result<Self::Guard, PoolError> {
        self.pool.get().await.map_err(|error| match error {
            DeadpoolError::Timeout(_) => PoolError::Timeout,
            DeadpoolError::Backend(error) => PoolError::Connect(error.into()),
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
        let numbers = self.pool.status();
        let mut status = Status::default();
        status.size = numbers.size;
        // Below zero it counts those who wait.
        status.idle = numbers.available.try_into().unwrap_or(0);
        status.in_use = status.size.wrapping_sub(status.idle);
        status.max_size = numbers.max_size;
        status
    }
}

struct Manager {
    probe: Probe,
    validate: bool,
}

#[async_trait]
impl deadpool::managed::Manager<ProbeConnection, ProbeError> for Manager {
    async fn create(&self) -> Result<ProbeConnection, ProbeError> {
        self.probe.connect().await
    }

    async fn recycle(&self, connection: &mut ProbeConnection) -> RecycleResult<ProbeError> {
        if self.probe.has_broken(connection) {
            return Err(RecycleError::Message("connection is broken".into()));
        }
        if self.validate {
            self.probe.is_valid(connection).await?;
        }
        Ok(())
    }
}
