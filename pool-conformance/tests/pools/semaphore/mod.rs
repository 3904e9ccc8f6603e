//! Permits in a tokio semaphore, idle connections behind a mutex: the commonest shape of a pool.

mod acquire;
mod close;
mod fill;
mod guard;
mod permit;
mod shared;
mod upkeep;

use std::sync::Arc;

use pool_protocol::{Discard, ManageConnection, Pool, PoolError, Status, TryAcquire, async_trait};

pub(crate) use self::guard::Guard;
use self::shared::{Owner, Shared};
use super::{
    Config,
    common::unhealthy,
    deviation::{Deviation, Stage},
    policy::Policy,
};

pub(crate) struct SemaphorePool<M: ManageConnection> {
    shared: Arc<Shared<M>>,
    owner: Arc<Owner<M>>,
}

impl<M: ManageConnection> SemaphorePool<M> {
    pub(crate) fn new(manager: M, config: Config, policy: Policy, deviation: Arc<dyn Deviation>) -> Self {
        let shared = Arc::new(Shared::new(manager, config, policy, deviation));
        let owner = Arc::new(Owner(Arc::clone(&shared)));
        Self { shared, owner }
    }
}

impl<M: ManageConnection> Clone for SemaphorePool<M> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared), owner: Arc::clone(&self.owner) }
    }
}

#[async_trait]
impl<M: ManageConnection> Pool for SemaphorePool<M> {
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
        guard.reaches(Stage::Checking);
        let sound = deadline.passes(self.shared.manager.is_valid(&mut guard)).await;
        guard.reaches(Stage::Lent);
        if sound {
            return Ok(());
        }
        guard.reaches(Stage::Unhealthy);
        drop(guard.end().await);
        Err(unhealthy("the check failed"))
    }

    fn status(&self) -> Status {
        self.shared.status()
    }
}

impl<M: ManageConnection> TryAcquire for SemaphorePool<M> {
    fn try_acquire(&self) -> Option<Guard<M>> {
        self.shared.try_acquire()
    }
}

#[async_trait]
impl<M: ManageConnection> Discard for SemaphorePool<M> {
    async fn discard(&self, guard: Guard<M>) -> Result<(), PoolError> {
        if !guard.is_from(&self.shared) {
            return Err(PoolError::ForeignGuard);
        }
        guard.discard().await;
        Ok(())
    }
}
