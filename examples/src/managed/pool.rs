//! sqlx's pool with the manager's connections, and nothing of sqlx around them.

use std::ops::{Deref, DerefMut};

use pool_adapters::{Settings, sqlx_0_9::SqlxPool};
use pool_protocol::{Detach, Discard, ManageConnection, Pool, PoolError, Status, TryAcquire, async_trait};
use sqlx_core::pool::PoolConnection;

use super::{Managed, Managers};

/// sqlx's pool of any manager's connections.
#[derive(Clone, Debug)]
pub struct ManagedPool<M: ManageConnection>(SqlxPool<Managed<M>>);

/// sqlx's guard, seen through to the manager's connection.
#[derive(Debug)]
pub struct ManagedGuard<M: ManageConnection>(PoolConnection<Managed<M>>);

impl<M: ManageConnection> ManagedPool<M> {
    /// Makes a pool of the manager's connections; see [`SqlxPool::new`].
    #[must_use]
    pub fn new(manager: M, settings: &Settings) -> Self {
        Self(SqlxPool::new(Managers::new(manager), settings))
    }
}

impl<M: ManageConnection> Deref for ManagedGuard<M> {
    type Target = M::Connection;

    fn deref(&self) -> &M::Connection {
        &self.0
    }
}

impl<M: ManageConnection> DerefMut for ManagedGuard<M> {
    fn deref_mut(&mut self) -> &mut M::Connection {
        &mut self.0
    }
}

#[async_trait]
impl<M: ManageConnection> Pool for ManagedPool<M> {
    type Connection = M::Connection;
    type Guard = ManagedGuard<M>;

    async fn init(&self) -> Result<(), PoolError> {
        self.0.init().await
    }

    async fn acquire(&self) -> Result<Self::Guard, PoolError> {
        self.0.acquire().await.map(ManagedGuard)
    }

    async fn release(&self, guard: Self::Guard) -> Result<(), PoolError> {
        self.0.release(guard.0).await
    }

    async fn close(&self) -> Result<(), PoolError> {
        self.0.close().await
    }

    async fn health_check(&self) -> Result<(), PoolError> {
        self.0.health_check().await
    }

    fn status(&self) -> Status {
        self.0.status()
    }
}

impl<M: ManageConnection> TryAcquire for ManagedPool<M> {
    fn try_acquire(&self) -> Option<Self::Guard> {
        self.0.try_acquire().map(ManagedGuard)
    }
}

#[async_trait]
impl<M: ManageConnection> Discard for ManagedPool<M> {
    async fn discard(&self, guard: Self::Guard) -> Result<(), PoolError> {
        self.0.discard(guard.0).await
    }
}

impl<M: ManageConnection> Detach for ManagedPool<M> {
    fn detach(&self, guard: Self::Guard) -> M::Connection {
        self.0.detach(guard.0).into_inner()
    }
}
