//! `fast_pool` 0.2 and 0.3 as a pool, and its judgement.

mod judge;

use std::{
    future::ready,
    ops::{Deref, DerefMut},
    time::Duration,
};

use pool_conformance::{CloseMode, Declaration, Prefill, Probe, ProbeConnection, ProbeError, Setup, declare};
use pool_protocol::{ManageConnection, Pool, PoolError, Status, async_trait};

fn main() {
    let declaration = Declaration::new().prefill(Prefill::None).close_mode(CloseMode::Unsupported);
    judge::judge(declare(|setup| ready(FastPool::new(setup)), declaration));
}

struct FastPool {
    pool: fast_pool::Pool<Manager>,
    probe: Probe,
    limit: Option<Duration>,
}

impl FastPool {
    fn new(setup: Setup) -> Self {
        let manager = Manager { probe: setup.manager.clone(), validate: setup.validate_on_acquire };
        let pool = fast_pool::Pool::new(manager);
        pool.set_max_open(setup.max_size.try_into().unwrap_or(u64::MAX));
        Self { pool, probe: setup.manager, limit: setup.acquire_timeout }
    }
}

#[async_trait]
impl Pool for FastPool {
    type Connection = ProbeConnection;
    type Guard = FastGuard;

    async fn init(&self) -> Result<(), PoolError> {
        Ok(())
    }

    async fn acquire(&self) -> Result<FastGuard, PoolError> {
        match self.pool.get_timeout(self.limit).await {
            Ok(guard) => Ok(FastGuard(Box::new(guard))),
            Err(FastError::Probe(error)) => Err(PoolError::Connect(error.into())),
            Err(FastError::Pool(text)) if text == "get_timeout" => Err(PoolError::Timeout),
            Err(FastError::Pool(text)) => Err(PoolError::Unhealthy(text.into())),
        }
    }

    async fn release(&self, guard: FastGuard) -> Result<(), PoolError> {
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
        let count = |number: u64| number.try_into().unwrap_or(usize::MAX);
        let mut status = Status::default();
        status.size = count(state.connections);
        status.idle = count(state.idle);
        status.in_use = count(state.in_use);
        status.max_size = count(state.max_open);
        status
    }
}

/// The guard of `fast_pool`, whose type has another name in each version.
struct FastGuard(Box<dyn DerefMut<Target = ProbeConnection> + Send>);

impl Deref for FastGuard {
    type Target = ProbeConnection;

    fn deref(&self) -> &ProbeConnection {
        &self.0
    }
}

impl DerefMut for FastGuard {
    fn deref_mut(&mut self) -> &mut ProbeConnection {
        &mut self.0
    }
}

/// What the probe said, or `fast_pool` itself, which makes its errors out of text.
enum FastError {
    Probe(ProbeError),
    Pool(String),
}

impl From<&str> for FastError {
    fn from(text: &str) -> Self {
        Self::Pool(text.into())
    }
}

struct Manager {
    probe: Probe,
    validate: bool,
}

impl fast_pool::Manager for Manager {
    type Connection = ProbeConnection;
    type Error = FastError;

    async fn connect(&self) -> Result<ProbeConnection, FastError> {
        self.probe.connect().await.map_err(FastError::Probe)
    }

    async fn check(&self, connection: &mut ProbeConnection) -> Result<(), FastError> {
        if self.probe.has_broken(connection) {
            return Err(FastError::Pool("connection is broken".into()));
        }
        if self.validate {
            self.probe.is_valid(connection).await.map_err(FastError::Probe)?;
        }
        Ok(())
    }
}
