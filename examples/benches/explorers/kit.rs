use std::ops::{Deref, DerefMut};

use pool_conformance::{CloseMode, Declaration, ProbeConnection, Setup, declare, measure};
use pool_protocol::{ManageConnection, Pool, PoolError, Status, async_trait};

super::pool::small_pool!(std::sync);

/// How often the schedules are gone through in a row: they are few.
const TIMES: u32 = 400;

/// Runs every schedule of three clients on the pool.
pub(crate) fn explore() -> u64 {
    measure::undisturbed(&declare(subject, Declaration::new().close_mode(CloseMode::Unsupported)), TIMES)
}

async fn subject(setup: Setup) -> Subject {
    let mut idle = Vec::with_capacity(setup.max_size);
    for _ in 0..setup.max_size {
        idle.extend(setup.manager.connect().await);
    }
    Subject { pool: SmallPool::new(idle), size: setup.max_size }
}

/// The small pool with what [`Pool`] asks for beyond acquire and release; it cannot be closed.
#[derive(Debug)]
struct Subject {
    pool: SmallPool<ProbeConnection>,
    size: usize,
}

#[async_trait]
impl Pool for Subject {
    type Connection = ProbeConnection;
    type Guard = Guard<ProbeConnection>;

    async fn init(&self) -> Result<(), PoolError> {
        Ok(())
    }

    async fn acquire(&self) -> Result<Self::Guard, PoolError> {
        Ok(self.pool.acquire().await)
    }

    async fn release(&self, guard: Self::Guard) -> Result<(), PoolError> {
        drop(guard);
        Ok(())
    }

    async fn close(&self) -> Result<(), PoolError> {
        Ok(())
    }

    async fn health_check(&self) -> Result<(), PoolError> {
        self.acquire().await.map(drop)
    }

    fn status(&self) -> Status {
        let idle = self.pool.lock().idle.len();
        let mut status = Status::default();
        (status.size, status.idle, status.in_use) = (self.size, idle, self.size - idle);
        status.max_size = self.size;
        status
    }
}

impl Deref for Guard<ProbeConnection> {
    type Target = ProbeConnection;

    fn deref(&self) -> &ProbeConnection {
        self.connection.as_ref().expect("a guard has its connection until it is dropped")
    }
}

impl DerefMut for Guard<ProbeConnection> {
    fn deref_mut(&mut self) -> &mut ProbeConnection {
        self.connection.as_mut().expect("a guard has its connection until it is dropped")
    }
}
