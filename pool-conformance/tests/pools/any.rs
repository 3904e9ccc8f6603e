//! Any of the architectures behind one type.

use std::ops::{Deref, DerefMut};

use pool_protocol::{ManageConnection, Pool, PoolError, Status, async_trait};

use super::{
    Config,
    actor::{self, ActorPool},
    common::Acquiring,
    handoff::{self, HandoffPool},
    mistake::Mistake,
    plain::{self, PlainPool},
    policy::Policy,
    semaphore::{self, SemaphorePool},
};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Architecture {
    Semaphore,
    Handoff,
    Actor,
    Plain,
}

impl Architecture {
    /// As the names of pools begin.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Semaphore => "semaphore",
            Self::Handoff => "handoff",
            Self::Actor => "actor",
            Self::Plain => "plain",
        }
    }
}

/// What to build a pool of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Blueprint {
    pub(crate) architecture: Architecture,
    pub(crate) policy: Policy,
    pub(crate) mistake: Mistake,
}

impl Blueprint {
    /// A pool without a mistake.
    pub(crate) const fn honest(architecture: Architecture, policy: Policy) -> Self {
        Self { architecture, policy, mistake: Mistake::None }
    }

    /// The same pool without its mistake.
    pub(crate) const fn mended(self) -> Self {
        Self::honest(self.architecture, self.policy)
    }

    /// Builds the pool, within a tokio runtime.
    pub(crate) fn build<M: ManageConnection>(self, manager: M, config: Config) -> AnyPool<M> {
        let Self { architecture, policy, mistake } = self;
        match architecture {
            Architecture::Semaphore => {
                AnyPool::Semaphore(SemaphorePool::new(manager, config, policy, mistake))
            }
            Architecture::Handoff => AnyPool::Handoff(HandoffPool::new(manager, config, policy, mistake)),
            Architecture::Actor => AnyPool::Actor(ActorPool::new(manager, config, policy, mistake)),
            Architecture::Plain => AnyPool::Plain(PlainPool::new(manager, config, policy, mistake)),
        }
    }
}

pub(crate) enum AnyPool<M: ManageConnection> {
    Semaphore(SemaphorePool<M>),
    Handoff(HandoffPool<M>),
    Actor(ActorPool<M>),
    Plain(PlainPool<M>),
}

pub(crate) enum AnyGuard<M: ManageConnection> {
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

fn wrap<'a, M: ManageConnection, G: 'a>(
    acquiring: Acquiring<'a, G>,
    any: fn(G) -> AnyGuard<M>,
) -> Acquiring<'a, AnyGuard<M>> {
    Box::pin(async move { acquiring.await.map(any) })
}

impl<M: ManageConnection> Clone for AnyPool<M> {
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
impl<M: ManageConnection> Pool for AnyPool<M> {
    type Connection = M::Connection;
    type Guard = AnyGuard<M>;

    async fn init(&self) -> Result<(), PoolError> {
        each!(self, Self, pool => pool.init().await)
    }

    /// Written by hand because some mistakes are made before the future is polled.
    fn acquire<'life0, 'async_trait>(&'life0 self) -> Acquiring<'async_trait, AnyGuard<M>>
    where
        'life0: 'async_trait,
        Self: 'async_trait,
    {
        match self {
            Self::Semaphore(pool) => wrap(pool.acquire(), AnyGuard::Semaphore),
            Self::Handoff(pool) => wrap(pool.acquire(), AnyGuard::Handoff),
            Self::Actor(pool) => wrap(pool.acquire(), AnyGuard::Actor),
            Self::Plain(pool) => wrap(pool.acquire(), AnyGuard::Plain),
        }
    }

    async fn release(&self, guard: AnyGuard<M>) -> Result<(), PoolError> {
        match (self, guard) {
            (Self::Semaphore(pool), AnyGuard::Semaphore(guard)) => pool.release(guard).await,
            (Self::Handoff(pool), AnyGuard::Handoff(guard)) => pool.release(guard).await,
            (Self::Actor(pool), AnyGuard::Actor(guard)) => pool.release(guard).await,
            (Self::Plain(pool), AnyGuard::Plain(guard)) => pool.release(guard).await,
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

impl<M: ManageConnection> Deref for AnyGuard<M> {
    type Target = M::Connection;

    fn deref(&self) -> &M::Connection {
        each!(self, Self, guard => guard)
    }
}

impl<M: ManageConnection> DerefMut for AnyGuard<M> {
    fn deref_mut(&mut self) -> &mut M::Connection {
        each!(self, Self, guard => guard)
    }
}
