// A small pool that keeps every rule, for the examples in the documentation and the tests of the kit.

use std::{
    collections::VecDeque,
    ops::{Deref, DerefMut},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use pool_protocol::{ManageConnection, Pool, PoolError, Status, async_trait};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

struct Shared<M: ManageConnection> {
    manager: M,
    min_size: usize,
    max_size: usize,
    acquire_timeout: Option<Duration>,
    permits: Arc<Semaphore>,
    prefill: tokio::sync::Mutex<bool>,
    state: Mutex<State<M::Connection>>,
}

struct State<C> {
    idle: VecDeque<C>,
    in_use: usize,
    closed: bool,
}

pub struct DocPool<M: ManageConnection> {
    shared: Arc<Shared<M>>,
}

impl<M: ManageConnection> DocPool<M> {
    pub fn new(manager: M, min_size: usize, max_size: usize, acquire_timeout: Option<Duration>) -> Self {
        let max_size = max_size.clamp(1, Semaphore::MAX_PERMITS);
        Self {
            shared: Arc::new(Shared {
                manager,
                min_size: min_size.min(max_size),
                max_size,
                acquire_timeout,
                permits: Arc::new(Semaphore::new(max_size)),
                prefill: tokio::sync::Mutex::new(false),
                state: Mutex::new(State { idle: VecDeque::new(), in_use: 0, closed: false }),
            }),
        }
    }
}

impl<M: ManageConnection> Shared<M> {
    fn state(&self) -> MutexGuard<'_, State<M::Connection>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn connect(&self) -> Result<M::Connection, PoolError> {
        if self.state().closed {
            return Err(PoolError::Closed);
        }
        self.manager.connect().await.map_err(|error| PoolError::Connect(error.into()))
    }

    async fn lease(self: &Arc<Self>) -> Result<DocGuard<M>, PoolError> {
        let permit = Arc::clone(&self.permits).acquire_owned().await.map_err(|_| PoolError::Closed)?;
        let reused = self.state().idle.pop_back();
        let connection = match reused {
            Some(connection) => connection,
            None => self.connect().await?,
        };
        if !self.enter() {
            let _ = self.manager.disconnect(connection).await;
            return Err(PoolError::Closed);
        }
        Ok(DocGuard { connection: Some(connection), shared: Arc::clone(self), _permit: permit })
    }

    fn enter(&self) -> bool {
        let mut state = self.state();
        state.in_use += usize::from(!state.closed);
        !state.closed
    }

    async fn fill(&self) -> Result<Vec<M::Connection>, PoolError> {
        let mut fresh = Vec::new();
        while self.state().idle.len() + fresh.len() < self.min_size {
            fresh.push(self.connect().await?);
        }
        Ok(fresh)
    }
}

#[async_trait]
impl<M: ManageConnection> Pool for DocPool<M> {
    type Connection = M::Connection;
    type Guard = DocGuard<M>;

    async fn init(&self) -> Result<(), PoolError> {
        let mut filled = self.shared.prefill.lock().await;
        if self.shared.state().closed {
            return Err(PoolError::Closed);
        }
        if !*filled {
            let reserved = u32::try_from(self.shared.min_size).unwrap_or(u32::MAX);
            let _permits = self.shared.permits.acquire_many(reserved).await.map_err(|_| PoolError::Closed)?;
            let fresh = self.shared.fill().await?;
            let mut state = self.shared.state();
            if state.closed {
                return Err(PoolError::Closed);
            }
            state.idle.extend(fresh);
            *filled = true;
        }
        Ok(())
    }

    async fn acquire(&self) -> Result<DocGuard<M>, PoolError> {
        match self.shared.acquire_timeout {
            None => self.shared.lease().await,
            Some(limit) => {
                tokio::time::timeout(limit, self.shared.lease()).await.unwrap_or(Err(PoolError::Timeout))
            }
        }
    }

    async fn release(&self, guard: DocGuard<M>) -> Result<(), PoolError> {
        if !Arc::ptr_eq(&guard.shared, &self.shared) {
            return Err(PoolError::ForeignGuard);
        }
        drop(guard);
        Ok(())
    }

    async fn close(&self) -> Result<(), PoolError> {
        self.shared.state().closed = true;
        self.shared.permits.close();
        loop {
            let Some(connection) = self.shared.state().idle.pop_front() else { return Ok(()) };
            let _ = self.shared.manager.disconnect(connection).await;
        }
    }

    async fn health_check(&self) -> Result<(), PoolError> {
        let mut guard = self.acquire().await?;
        self.shared.manager.is_valid(&mut guard).await.map_err(|error| PoolError::Unhealthy(error.into()))
    }

    fn status(&self) -> Status {
        let state = self.shared.state();
        let mut status = Status::default();
        status.idle = state.idle.len();
        status.in_use = state.in_use;
        status.size = status.idle + status.in_use;
        status.min_size = self.shared.min_size;
        status.max_size = self.shared.max_size;
        status.closed = state.closed;
        status
    }
}

pub struct DocGuard<M: ManageConnection> {
    connection: Option<M::Connection>,
    shared: Arc<Shared<M>>,
    _permit: OwnedSemaphorePermit,
}

impl<M: ManageConnection> Deref for DocGuard<M> {
    type Target = M::Connection;

    fn deref(&self) -> &M::Connection {
        self.connection.as_ref().expect("a guard has its connection until it is dropped")
    }
}

impl<M: ManageConnection> DerefMut for DocGuard<M> {
    fn deref_mut(&mut self) -> &mut M::Connection {
        self.connection.as_mut().expect("a guard has its connection until it is dropped")
    }
}

impl<M: ManageConnection> Drop for DocGuard<M> {
    fn drop(&mut self) {
        let Some(mut connection) = self.connection.take() else { return };
        let broken = self.shared.manager.has_broken(&mut connection);
        let mut state = self.shared.state();
        state.in_use -= 1;
        if broken || state.closed {
            drop(state);
            drop(connection);
        } else {
            state.idle.push_back(connection);
        }
    }
}
