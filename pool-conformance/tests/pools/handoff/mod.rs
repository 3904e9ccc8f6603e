//! A queue of waiters, and connections that go from hand to hand: what is free is given to the waiter whose turn it is.

mod acquire;
mod fill;
mod lease;
mod lifecycle;
mod resize;
mod shared;
mod slot;

use std::sync::Arc;

use pool_protocol::{Discard, ManageConnection, Pool, PoolError, Resize, Status, TryAcquire, async_trait};

pub(crate) use self::lease::Guard;
use self::shared::{Owner, Shared};
use super::{
    Config,
    common::unhealthy,
    deviation::{Deviation, Stage},
    policy::Policy,
};

pub(crate) struct HandoffPool<M: ManageConnection> {
    shared: Arc<Shared<M>>,
    owner: Arc<Owner<M>>,
}

impl<M: ManageConnection> HandoffPool<M> {
    pub(crate) fn new(manager: M, config: Config, policy: Policy, deviation: Arc<dyn Deviation>) -> Self {
        let shared = Arc::new(Shared::new(manager, config, policy, deviation));
        let owner = Arc::new(Owner(Arc::clone(&shared)));
        Self { shared, owner }
    }
}

impl<M: ManageConnection> Clone for HandoffPool<M> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared), owner: Arc::clone(&self.owner) }
    }
}

#[async_trait]
impl<M: ManageConnection> Pool for HandoffPool<M> {
    type Connection = M::Connection;
    type Guard = Guard<M>;

    async fn init(&self) -> Result<(), PoolError> {
        self.shared.init().await
    }

    async fn acquire(&self) -> Result<Guard<M>, PoolError> {
        self.shared.acquire().await
    }

    async fn release(&self, guard: Guard<M>) -> Result<(), PoolError> {
        if !guard.is_from(&self.shared) {
            return Err(PoolError::ForeignGuard);
        }
        guard.release().await;
        Ok(())
    }

    async fn close(&self) -> Result<(), PoolError> {
        self.shared.close().await;
        Ok(())
    }

    async fn health_check(&self) -> Result<(), PoolError> {
        let deadline = self.shared.limit.deadline();
        let mut guard = self.shared.acquire().await?;
        guard.0.stage = Stage::Checking;
        let sound = deadline.passes(self.shared.manager.is_valid(&mut guard)).await;
        guard.0.stage = Stage::Lent;
        if sound {
            return Ok(());
        }
        guard.0.stage = Stage::Unhealthy;
        guard.end().await;
        Err(unhealthy("the check failed"))
    }

    fn status(&self) -> Status {
        self.shared.status()
    }
}

impl<M: ManageConnection> TryAcquire for HandoffPool<M> {
    fn try_acquire(&self) -> Option<Guard<M>> {
        self.shared.try_acquire()
    }
}

#[async_trait]
impl<M: ManageConnection> Discard for HandoffPool<M> {
    async fn discard(&self, guard: Guard<M>) -> Result<(), PoolError> {
        if !guard.is_from(&self.shared) {
            return Err(PoolError::ForeignGuard);
        }
        guard.discard().await;
        Ok(())
    }
}

#[async_trait]
impl<M: ManageConnection> Resize for HandoffPool<M> {
    async fn resize(&self, max_size: usize) -> Result<(), PoolError> {
        self.shared.resize(max_size).await
    }
}
