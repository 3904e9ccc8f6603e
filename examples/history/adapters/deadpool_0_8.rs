//! deadpool 0.8 and 0.9, the managed pool, as a pool, and its judgement.

mod judge;

use std::future::ready;

use deadpool::{
    Runtime,
    managed::{Object, PoolError as DeadpoolError, RecycleError, RecycleResult, Timeouts},
};
use pool_conformance::{
    Capability, Declaration, Prefill, Probe, ProbeConnection, ProbeError, Setup, declare,
};
use pool_protocol::{ManageConnection, Pool, PoolError, Status, async_trait};

fn main() {
    let declaration = Declaration::new()
        .prefill(Prefill::None)
        .claim(Capability::HealthBorrow)
        .claim(Capability::FairnessFifo)
        .claim(Capability::ErrorSource);
    judge::judge(declare(|setup| ready(DeadpoolPool::new(setup)), declaration));
}

struct DeadpoolPool(deadpool::managed::Pool<Manager>);

impl DeadpoolPool {
    fn new(setup: Setup) -> Self {
        let limit = setup.acquire_timeout;
        let (max_size, timeouts) = (setup.max_size, Timeouts { wait: limit, create: limit, recycle: limit });
        let manager = Manager { probe: setup.manager, validate: setup.validate_on_acquire };
        Self(Self::build(manager, max_size, timeouts))
    }

    #[cfg(not(feature = "builder"))]
    fn build(manager: Manager, max_size: usize, timeouts: Timeouts) -> deadpool::managed::Pool<Manager> {
        let config = deadpool::managed::PoolConfig { max_size, timeouts, runtime: Runtime::Tokio1 };
        deadpool::managed::Pool::from_config(manager, config)
    }

    #[cfg(feature = "builder")]
    fn build(manager: Manager, max_size: usize, timeouts: Timeouts) -> deadpool::managed::Pool<Manager> {
        let builder = deadpool::managed::Pool::builder(manager).max_size(max_size).timeouts(timeouts);
        builder.runtime(Runtime::Tokio1).build().expect("building fails only for timeouts without a runtime")
    }
}

#[async_trait]
impl Pool for DeadpoolPool {
    type Connection = ProbeConnection;
    type Guard = Object<Manager>;

    async fn init(&self) -> Result<(), PoolError> {
        Ok(())
    }

    async fn acquire(&self) -> Result<Self::Guard, PoolError> {
        self.0.get().await.map_err(|error| match error {
            DeadpoolError::Timeout(_) => PoolError::Timeout,
            DeadpoolError::Closed => PoolError::Closed,
            DeadpoolError::Backend(error) => PoolError::Connect(error.into()),
            other => PoolError::InvalidConfig(other.to_string()),
        })
    }

    async fn release(&self, guard: Self::Guard) -> Result<(), PoolError> {
        drop(guard);
        Ok(())
    }

    async fn close(&self) -> Result<(), PoolError> {
        self.0.close();
        Ok(())
    }

    async fn health_check(&self) -> Result<(), PoolError> {
        let mut guard = self.acquire().await?;
        let check = self.0.manager().probe.is_valid(&mut guard).await;
        check.map_err(|error| PoolError::Unhealthy(error.into()))
    }

    fn status(&self) -> Status {
        let numbers = self.0.status();
        let mut status = Status::default();
        status.size = numbers.size;
        // Below zero it counts those who wait.
        status.idle = numbers.available.try_into().unwrap_or(0);
        status.in_use = status.size.wrapping_sub(status.idle);
        status.max_size = numbers.max_size;
        status.closed = self.0.is_closed();
        status
    }
}

struct Manager {
    probe: Probe,
    validate: bool,
}

#[async_trait]
impl deadpool::managed::Manager for Manager {
    type Type = ProbeConnection;
    type Error = ProbeError;

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
