use std::{
    ops::{Deref, DerefMut},
    sync::atomic::{AtomicBool, Ordering},
};

use pool_conformance::{Probe, ProbeConnection, Setup, measure};
use pool_protocol::{ManageConnection, Pool, PoolError, Status, async_trait};

super::pool::small_pool!(std::sync);

/// How often the schedules are gone through in a row: they are few.
const TIMES: u32 = 100;

/// Runs every schedule of three clients on the pool.
pub(crate) fn explore() -> u64 {
    measure::undisturbed(&subject, TIMES)
}

async fn subject(setup: Setup) -> Subject {
    let mut idle = Vec::new();
    for _ in 0..setup.max_size {
        idle.extend(setup.manager.connect().await);
    }
    Subject {
        pool: SmallPool::new(idle),
        size: setup.max_size,
        manager: setup.manager,
        closed: AtomicBool::new(false),
    }
}

/// The small pool with what [`Pool`] asks for beyond acquire and release.
#[derive(Debug)]
struct Subject {
    pool: SmallPool<ProbeConnection>,
    size: usize,
    manager: Probe,
    closed: AtomicBool,
}

#[async_trait]
impl Pool for Subject {
    type Connection = ProbeConnection;
    type Guard = Guard<ProbeConnection>;

    async fn init(&self) -> Result<(), PoolError> {
        Ok(())
    }

    async fn acquire(&self) -> Result<Self::Guard, PoolError> {
        if self.closed.load(Ordering::Acquire) {
            return Err(PoolError::Closed);
        }
        Ok(self.pool.acquire().await)
    }

    async fn release(&self, guard: Self::Guard) -> Result<(), PoolError> {
        drop(guard);
        Ok(())
    }

    async fn close(&self) -> Result<(), PoolError> {
        self.closed.store(true, Ordering::Release);
        let idle = std::mem::take(&mut self.pool.lock().idle);
        for connection in idle {
            // An error says that the connection is gone already, which is what is wanted.
            let _ = self.manager.disconnect(connection).await;
        }
        Ok(())
    }

    async fn health_check(&self) -> Result<(), PoolError> {
        self.acquire().await.map(drop)
    }

    fn status(&self) -> Status {
        let idle = self.pool.lock().idle.len();
        let closed = self.closed.load(Ordering::Acquire);
        let size = if closed { idle } else { self.size };
        let mut status = Status::default();
        (status.size, status.idle, status.in_use) = (size, idle, size - idle);
        (status.max_size, status.closed) = (self.size, closed);
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
