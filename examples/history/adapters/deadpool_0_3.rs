//! deadpool 0.3 as a pool, and its judgement.

mod judge;

use std::future::ready;

use deadpool::Object;
use pool_conformance::{CloseMode, Declaration, Prefill, Probe, ProbeConnection, Setup, TimeSource, declare};
use pool_protocol::{ManageConnection, Pool, PoolError, Status, async_trait};

fn main() {
    // There is no limit of time in this deadpool, so no clock either.
    let declaration = Declaration::new()
        .prefill(Prefill::None)
        .close_mode(CloseMode::Unsupported)
        .time_source(TimeSource::System);
    judge::judge(declare(|setup| ready(DeadpoolPool::new(setup)), declaration));
}

struct DeadpoolPool {
    pool: deadpool::Pool<ProbeConnection, PoolError>,
    probe: Probe,
    max_size: usize,
}

impl DeadpoolPool {
    fn new(setup: Setup) -> Self {
        let manager = Manager { probe: setup.manager.clone(), validate: setup.validate_on_acquire };
        Self {
            pool: deadpool::Pool::new(manager, setup.max_size),
            probe: setup.manager,
            max_size: setup.max_size,
        }
    }
}

#[async_trait]
impl Pool for DeadpoolPool {
    type Connection = ProbeConnection;
    type Guard = Object<ProbeConnection, PoolError>;

    async fn init(&self) -> Result<(), PoolError> {
        Ok(())
    }

    async fn acquire(&self) -> Result<Self::Guard, PoolError> {
        self.pool.get().await
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
        let [size, available] = numbers(&self.pool.status());
        let mut status = Status::default();
        status.size = size.try_into().unwrap_or(usize::MAX);
        // Below zero it counts those who wait.
        status.idle = available.try_into().unwrap_or(0);
        status.in_use = status.size.wrapping_sub(status.idle);
        status.max_size = self.max_size;
        status
    }
}

/// Size and available, whose fields this deadpool keeps private: `Status { size: 1, available: -1 }`.
fn numbers(status: &deadpool::Status) -> [i64; 2] {
    let text = format!("{status:?}");
    let mut numbers = text.split([' ', ',']).filter_map(|word| word.parse().ok());
    [numbers.next(), numbers.next()].map(|number| number.expect("a status shows two numbers"))
}

struct Manager {
    probe: Probe,
    validate: bool,
}

#[async_trait]
impl deadpool::Manager<ProbeConnection, PoolError> for Manager {
    async fn create(&self) -> Result<ProbeConnection, PoolError> {
        self.probe.connect().await.map_err(|error| PoolError::Connect(error.into()))
    }

    async fn recycle(&self, connection: &mut ProbeConnection) -> Result<(), PoolError> {
        if self.probe.has_broken(connection) {
            return Err(PoolError::Unhealthy("connection is broken".into()));
        }
        if self.validate {
            self.probe.is_valid(connection).await.map_err(|error| PoolError::Unhealthy(error.into()))?;
        }
        Ok(())
    }
}
