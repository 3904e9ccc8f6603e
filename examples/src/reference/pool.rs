use std::{
    fmt,
    hash::{DefaultHasher, Hasher},
    sync::Arc,
};

use pool_protocol::{
    Counters, Detach, Discard, ManageConnection, Observe, Pool, PoolError, Resize, Status, TryAcquire,
    async_trait,
};

use super::{
    builder::{Builder, Config},
    count::Why,
    guard::Guard,
    shared::Shared,
};

/// A handle of a pool; its clones share the pool.
///
/// Dropping the last of them closes the pool, without waiting for anything.
pub struct ReferencePool<M: ManageConnection> {
    owner: Arc<Owner<M>>,
}

/// What the handles share and the guards do not: it goes with the last handle, and closes the pool then.
struct Owner<M: ManageConnection> {
    shared: Arc<Shared<M>>,
}

impl<M: ManageConnection> ReferencePool<M> {
    /// Starts to set up a pool of the manager's connections.
    pub fn builder(manager: M) -> Builder<M> {
        Builder::new(manager)
    }

    /// Two moments at which the pool goes on alike have the same number: for tools that explore it.
    #[must_use]
    pub fn fingerprint(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.owner.shared.lock().hash(&mut hasher);
        hasher.finish()
    }

    pub(super) fn new(manager: M, config: Config) -> Self {
        Self { owner: Arc::new(Owner { shared: Arc::new(Shared::new(manager, config)) }) }
    }
}

#[async_trait]
impl<M: ManageConnection> Pool for ReferencePool<M> {
    type Connection = M::Connection;
    type Guard = Guard<M>;

    async fn init(&self) -> Result<(), PoolError> {
        let shared = &self.owner.shared;
        shared.config.check()?;
        if shared.lock().is_closed() {
            return Err(PoolError::Closed);
        }
        shared.filled.get_or_try_init(|| shared.prefill()).await?;
        shared.start_upkeep();
        Ok(())
    }

    async fn acquire(&self) -> Result<Guard<M>, PoolError> {
        let shared = &self.owner.shared;
        if let Some(lease) = shared.lend_idle() {
            return Ok(Guard(lease));
        }
        // Boxed, so that the usual case above allocates only a small future.
        let acquired = shared.acquire(false).await;
        shared.lock().count(&acquired);
        acquired.map(Guard)
    }

    async fn release(&self, guard: Guard<M>) -> Result<(), PoolError> {
        let Guard(mut lease) = guard;
        if !lease.belongs_to(&self.owner.shared) {
            return Err(PoolError::ForeignGuard);
        }
        if let Some(mut doomed) = lease.give_back() {
            doomed.end(Why::Other).await;
        }
        Ok(())
    }

    async fn close(&self) -> Result<(), PoolError> {
        let shared = &self.owner.shared;
        shared.close();
        shared.deserted().await;
        Ok(())
    }

    async fn health_check(&self) -> Result<(), PoolError> {
        let shared = &self.owner.shared;
        if shared.lock().is_in_use() {
            return Ok(());
        }
        match shared.acquire(true).await {
            Err(PoolError::Timeout) if shared.lock().is_in_use() => Ok(()),
            answer => answer.map(drop),
        }
    }

    fn status(&self) -> Status {
        let shared = &self.owner.shared;
        shared.lock().status()
    }
}

impl<M: ManageConnection> TryAcquire for ReferencePool<M> {
    /// Nothing is idle while somebody waits, so whoever finds something overtakes nobody.
    fn try_acquire(&self) -> Option<Guard<M>> {
        self.owner.shared.lend_idle().map(Guard)
    }
}

#[async_trait]
impl<M: ManageConnection> Discard for ReferencePool<M> {
    async fn discard(&self, guard: Guard<M>) -> Result<(), PoolError> {
        let Guard(mut lease) = guard;
        if !lease.belongs_to(&self.owner.shared) {
            return Err(PoolError::ForeignGuard);
        }
        lease.end(Why::Discarded).await;
        Ok(())
    }
}

impl<M: ManageConnection> Detach for ReferencePool<M> {
    /// A guard of another pool frees its place there.
    fn detach(&self, guard: Guard<M>) -> M::Connection {
        let Guard(lease) = guard;
        lease.detach()
    }
}

#[async_trait]
impl<M: ManageConnection> Resize for ReferencePool<M> {
    async fn resize(&self, max_size: usize) -> Result<(), PoolError> {
        self.owner.shared.resize(max_size).await
    }
}

impl<M: ManageConnection> Observe for ReferencePool<M> {
    fn counters(&self) -> Counters {
        self.owner.shared.lock().counters()
    }
}

impl<M: ManageConnection> Clone for ReferencePool<M> {
    fn clone(&self) -> Self {
        Self { owner: Arc::clone(&self.owner) }
    }
}

impl<M: ManageConnection> fmt::Debug for ReferencePool<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReferencePool").field("status", &self.status()).finish_non_exhaustive()
    }
}

impl<M: ManageConnection> Drop for Owner<M> {
    fn drop(&mut self) {
        self.shared.close();
    }
}
