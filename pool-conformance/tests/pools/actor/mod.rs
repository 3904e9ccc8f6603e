//! One task owns every idle connection and the queue; handles and guards send it messages.

mod ending;
mod guard;
mod message;
mod numbers;
mod opening;
mod serving;
mod shared;
mod task;

use std::sync::Arc;

use pool_protocol::{Discard, ManageConnection, Pool, PoolError, Status, async_trait};

pub(crate) use self::guard::Guard;
use self::shared::{Owner, Shared};
use super::{Config, common::unhealthy, deviation::Deviation, policy::Policy};

/// Needs a tokio runtime from its first moment.
pub(crate) struct ActorPool<M: ManageConnection> {
    shared: Arc<Shared<M>>,
    owner: Arc<Owner<M>>,
}

impl<M: ManageConnection> ActorPool<M> {
    pub(crate) fn new(manager: M, config: Config, policy: Policy, deviation: Arc<dyn Deviation>) -> Self {
        let (shared, inbox) = Shared::new(manager, config.clamp_nonsense(), policy, deviation);
        tokio::spawn(task::Actor::new(&shared, inbox).run());
        let owner = Arc::new(Owner(Arc::clone(&shared)));
        Self { shared, owner }
    }
}

impl<M: ManageConnection> Clone for ActorPool<M> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared), owner: Arc::clone(&self.owner) }
    }
}

#[async_trait]
impl<M: ManageConnection> Pool for ActorPool<M> {
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
        guard.release();
        self.shared.until_heard().await;
        Ok(())
    }

    async fn close(&self) -> Result<(), PoolError> {
        self.shared.close().await;
        Ok(())
    }

    async fn health_check(&self) -> Result<(), PoolError> {
        let deadline = self.shared.limit.deadline();
        let mut guard = self.shared.acquire().await?;
        if deadline.passes(self.shared.manager.is_valid(&mut guard)).await {
            return Ok(());
        }
        guard.discard();
        Err(unhealthy("the check failed"))
    }

    fn status(&self) -> Status {
        self.shared.status()
    }
}

#[async_trait]
impl<M: ManageConnection> Discard for ActorPool<M> {
    async fn discard(&self, guard: Guard<M>) -> Result<(), PoolError> {
        if !guard.is_from(&self.shared) {
            return Err(PoolError::ForeignGuard);
        }
        guard.discard_for_holder();
        Ok(())
    }
}
