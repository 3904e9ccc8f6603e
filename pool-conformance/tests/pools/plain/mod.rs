//! One mutex and lists of wakers, nothing else: whoever is woken tries again, and a newcomer may be faster.

mod acquire;
mod fill;
mod guard;
mod lifecycle;
mod resize;
mod shared;
mod turn;
mod wakers;

use std::sync::Arc;

use pool_protocol::{
    Counters, Discard, ManageConnection, Observe, Pool, PoolError, Resize, Status, TryAcquire, async_trait,
};

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
        let acquired = self.shared.acquire().await;
        self.shared.count(|counters| match &acquired {
            Ok(_) => counters.acquired += 1,
            Err(PoolError::Timeout) => counters.timeouts += 1,
            Err(_) => counters.failures += 1,
        });
        acquired
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

impl<M: ManageConnection> TryAcquire for PlainPool<M> {
    fn try_acquire(&self) -> Option<Guard<M>> {
        let tried = self.shared.try_acquire()?;
        self.shared.count(|counters| counters.acquired += 1);
        Some(tried)
    }
}

#[async_trait]
impl<M: ManageConnection> Discard for PlainPool<M> {
    async fn discard(&self, guard: Guard<M>) -> Result<(), PoolError> {
        if !guard.is_from(&self.shared) {
            return Err(PoolError::ForeignGuard);
        }
        guard.discard_for_holder();
        Ok(())
    }
}

#[async_trait]
impl<M: ManageConnection> Resize for PlainPool<M> {
    async fn resize(&self, max_size: usize) -> Result<(), PoolError> {
        self.shared.resize(max_size).await
    }
}

impl<M: ManageConnection> Observe for PlainPool<M> {
    fn counters(&self) -> Counters {
        self.shared.state().counters
    }
}
