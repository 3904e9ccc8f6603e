//! One mutex and lists of wakers, nothing else: whoever is woken tries again, and a newcomer may be faster.

mod acquire;
mod fill;
mod guard;
mod lifecycle;
mod shared;
mod turn;
mod wakers;

use std::sync::Arc;

use pool_protocol::{ManageConnection, Pool, PoolError, Status, async_trait};

pub(crate) use self::guard::Guard;
use self::shared::{Owner, Shared};
use super::{Config, common::unhealthy, deviation::Deviation, policy::Policy};

pub(crate) struct PlainPool<M: ManageConnection> {
    shared: Arc<Shared<M>>,
    owner: Arc<Owner<M>>,
}

impl<M: ManageConnection> PlainPool<M> {
    pub(crate) fn new(manager: M, config: Config, policy: Policy, deviation: Arc<dyn Deviation>) -> Self {
        let shared = Arc::new(Shared::new(manager, config.clamp_nonsense(), policy, deviation));
        let owner = Arc::new(Owner(Arc::clone(&shared)));
        Self { shared, owner }
    }
}

impl<M: ManageConnection> Clone for PlainPool<M> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared), owner: Arc::clone(&self.owner) }
    }
}

#[async_trait]
impl<M: ManageConnection> Pool for PlainPool<M> {
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
        drop(guard.discard());
        Err(unhealthy("the check failed"))
    }

    fn status(&self) -> Status {
        self.shared.status()
    }
}
