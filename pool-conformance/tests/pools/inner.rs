//! Any of the architectures behind one type.

use std::{
    ops::{Deref, DerefMut},
    sync::Arc,
};

use pool_protocol::{
    Counters, Discard, ManageConnection, Observe, Pool, PoolError, Resize, Status, TryAcquire, async_trait,
};

use super::{
    Config,
    actor::{self, ActorPool},
    any::Architecture,
    deviation::Deviation,
    handoff::{self, HandoffPool},
    plain::{self, PlainPool},
    policy::Policy,
    semaphore::{self, SemaphorePool},
};

pub(crate) enum InnerPool<M: ManageConnection> {
    Semaphore(SemaphorePool<M>),
    Handoff(HandoffPool<M>),
    Actor(ActorPool<M>),
    Plain(PlainPool<M>),
}

pub(crate) enum InnerGuard<M: ManageConnection> {
    Semaphore(semaphore::Guard<M>),
    Handoff(handoff::Guard<M>),
    Actor(actor::Guard<M>),
    Plain(plain::Guard<M>),
}

/// The same expression for whichever it is.
macro_rules! each {
    ($any:expr, $kind:ident, $inner:ident => $result:expr) => {
        match $any {
            $kind::Semaphore($inner) => $result,
            $kind::Handoff($inner) => $result,
            $kind::Actor($inner) => $result,
            $kind::Plain($inner) => $result,
        }
    };
}

impl<M: ManageConnection> InnerPool<M> {
    pub(crate) fn new(
        architecture: Architecture,
        manager: M,
        config: Config,
        policy: Policy,
        deviation: Arc<dyn Deviation>,
    ) -> Self {
        match architecture {
            Architecture::Semaphore => {
                Self::Semaphore(SemaphorePool::new(manager, config, policy, deviation))
            }
            Architecture::Handoff => Self::Handoff(HandoffPool::new(manager, config, policy, deviation)),
            Architecture::Actor => Self::Actor(ActorPool::new(manager, config, policy, deviation)),
            Architecture::Plain => Self::Plain(PlainPool::new(manager, config, policy, deviation)),
        }
    }
}

impl<M: ManageConnection> Clone for InnerPool<M> {
    fn clone(&self) -> Self {
        match self {
            Self::Semaphore(pool) => Self::Semaphore(pool.clone()),
            Self::Handoff(pool) => Self::Handoff(pool.clone()),
            Self::Actor(pool) => Self::Actor(pool.clone()),
            Self::Plain(pool) => Self::Plain(pool.clone()),
        }
    }
}

#[async_trait]
impl<M: ManageConnection> Pool for InnerPool<M> {
    type Connection = M::Connection;
    type Guard = InnerGuard<M>;

    async fn init(&self) -> Result<(), PoolError> {
        each!(self, Self, pool => pool.init().await)
    }

    async fn acquire(&self) -> Result<InnerGuard<M>, PoolError> {
        match self {
            Self::Semaphore(pool) => pool.acquire().await.map(InnerGuard::Semaphore),
            Self::Handoff(pool) => pool.acquire().await.map(InnerGuard::Handoff),
            Self::Actor(pool) => pool.acquire().await.map(InnerGuard::Actor),
            Self::Plain(pool) => pool.acquire().await.map(InnerGuard::Plain),
        }
    }

    async fn release(&self, guard: InnerGuard<M>) -> Result<(), PoolError> {
        match (self, guard) {
            (Self::Semaphore(pool), InnerGuard::Semaphore(guard)) => pool.release(guard).await,
            (Self::Handoff(pool), InnerGuard::Handoff(guard)) => pool.release(guard).await,
            (Self::Actor(pool), InnerGuard::Actor(guard)) => pool.release(guard).await,
            (Self::Plain(pool), InnerGuard::Plain(guard)) => pool.release(guard).await,
            _ => Err(PoolError::ForeignGuard),
        }
    }

    async fn close(&self) -> Result<(), PoolError> {
        each!(self, Self, pool => pool.close().await)
    }

    async fn health_check(&self) -> Result<(), PoolError> {
        each!(self, Self, pool => pool.health_check().await)
    }

    fn status(&self) -> Status {
        each!(self, Self, pool => pool.status())
    }
}

impl<M: ManageConnection> TryAcquire for InnerPool<M> {
    fn try_acquire(&self) -> Option<InnerGuard<M>> {
        match self {
            Self::Semaphore(pool) => pool.try_acquire().map(InnerGuard::Semaphore),
            Self::Handoff(pool) => pool.try_acquire().map(InnerGuard::Handoff),
            Self::Plain(pool) => pool.try_acquire().map(InnerGuard::Plain),
            Self::Actor(_) => None,
        }
    }
}

#[async_trait]
impl<M: ManageConnection> Discard for InnerPool<M> {
    async fn discard(&self, guard: InnerGuard<M>) -> Result<(), PoolError> {
        match (self, guard) {
            (Self::Semaphore(pool), InnerGuard::Semaphore(guard)) => pool.discard(guard).await,
            (Self::Handoff(pool), InnerGuard::Handoff(guard)) => pool.discard(guard).await,
            (Self::Actor(pool), InnerGuard::Actor(guard)) => pool.discard(guard).await,
            (Self::Plain(pool), InnerGuard::Plain(guard)) => pool.discard(guard).await,
            _ => Err(PoolError::ForeignGuard),
        }
    }
}

#[async_trait]
impl<M: ManageConnection> Resize for InnerPool<M> {
    async fn resize(&self, max_size: usize) -> Result<(), PoolError> {
        match self {
            Self::Handoff(pool) => pool.resize(max_size).await,
            Self::Plain(pool) => pool.resize(max_size).await,
            Self::Semaphore(_) | Self::Actor(_) => Err(PoolError::Unsupported),
        }
    }
}

impl<M: ManageConnection> Observe for InnerPool<M> {
    fn counters(&self) -> Counters {
        match self {
            Self::Plain(pool) => pool.counters(),
            Self::Semaphore(_) | Self::Handoff(_) | Self::Actor(_) => Counters::default(),
        }
    }
}

impl<M: ManageConnection> InnerGuard<M> {
    /// The connection, which is no longer the pool's.
    pub(crate) fn detach(self) -> M::Connection {
        each!(self, Self, guard => guard.detach())
    }
}

impl<M: ManageConnection> Deref for InnerGuard<M> {
    type Target = M::Connection;

    fn deref(&self) -> &M::Connection {
        each!(self, Self, guard => guard)
    }
}

impl<M: ManageConnection> DerefMut for InnerGuard<M> {
    fn deref_mut(&mut self) -> &mut M::Connection {
        each!(self, Self, guard => guard)
    }
}
