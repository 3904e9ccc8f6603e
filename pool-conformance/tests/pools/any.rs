//! A pool of any architecture, honest or wrong: what a wrong pool does to whole calls, it does here.

use std::{
    ops::{Deref, DerefMut},
    pin::pin,
    sync::{Arc, Weak},
    task::{Context, Poll, Waker},
};

use pool_conformance::Capability;
use pool_protocol::{
    Counters, Detach, Discard, ManageConnection, Observe, Pool, PoolError, Resize, Status, TryAcquire,
    async_trait,
};

use super::{
    Config,
    common::Acquiring,
    deviation::{Deviation, Met, Mistake, Stranger, Traffic},
    early::Early,
    inner::{InnerGuard, InnerPool},
    manager::Manager,
    policy::Policy,
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
#[derive(Clone, Copy, Debug)]
pub(crate) struct Blueprint {
    pub(crate) architecture: Architecture,
    pub(crate) policy: Policy,
    pub(crate) mistake: Mistake,
    /// What the pool declares, if that is not its policy.
    pub(crate) declared: Policy,
    /// What the pool claims beyond what honest pools of its policy do.
    pub(crate) claimed: &'static [Capability],
    /// Whether it is judged by the rules that few pools claim, and with its extensions.
    pub(crate) extended: bool,
}

impl Blueprint {
    /// A pool without a mistake.
    pub(crate) const fn honest(architecture: Architecture, policy: Policy) -> Self {
        Self { architecture, policy, mistake: Mistake::NONE, declared: policy, claimed: &[], extended: true }
    }

    /// The same pool without its mistake.
    pub(crate) const fn mended(self) -> Self {
        Self { extended: self.extended, ..Self::honest(self.architecture, self.declared) }
    }

    /// Builds the pool, within a tokio runtime.
    pub(crate) fn build<M: ManageConnection>(self, manager: M, mut config: Config) -> AnyPool<M> {
        let Self { architecture, policy, mistake, .. } = self;
        let deviation = mistake.make(&mut config);
        let traffic = Traffic::default();
        let manager = Manager::new(manager, Arc::clone(&deviation), traffic.clone());
        let inner = InnerPool::new(architecture, manager, config, policy, Arc::clone(&deviation));
        let pool = AnyPool { inner, deviation, traffic, handles: Arc::new(()) };
        if pool.deviation.owns_itself() {
            std::mem::forget(pool.clone());
        }
        pool
    }
}

pub(crate) struct AnyPool<M: ManageConnection> {
    inner: InnerPool<Manager<M>>,
    deviation: Arc<dyn Deviation>,
    traffic: Traffic,
    handles: Arc<()>,
}

pub(crate) struct AnyGuard<M: ManageConnection> {
    /// There until it is released or dropped.
    inner: Option<InnerGuard<Manager<M>>>,
    deviation: Arc<dyn Deviation>,
    handles: Weak<()>,
}

impl<M: ManageConnection> AnyPool<M> {
    fn is_full(&self) -> bool {
        let status = self.inner.status();
        status.in_use >= status.max_size
    }

    /// A mistake: opens one more than is wanted, if there is room.
    fn open_spare(&self) {
        let Status { size, idle, max_size, .. } = self.inner.status();
        if self.deviation.opens_spare() && idle == 0 && size < max_size {
            let pool = self.inner.clone();
            tokio::spawn(async move { drop(pool.acquire().await) });
        }
    }

    fn guard(&self, inner: Option<InnerGuard<Manager<M>>>) -> AnyGuard<M> {
        AnyGuard { inner, deviation: Arc::clone(&self.deviation), handles: Arc::downgrade(&self.handles) }
    }

    async fn lend(&self) -> Result<AnyGuard<M>, PoolError> {
        let _underway = self.traffic.acquire();
        if self.deviation.fills_before_acquire() {
            self.inner.init().await?;
        }
        loop {
            let mut inner = None;
            let honest = Box::pin(async {
                inner = Some(self.inner.acquire().await?);
                Ok(())
            });
            match self.deviation.acquire(honest).await {
                Ok(()) => {
                    self.open_spare();
                    return Ok(self.guard(inner));
                }
                Err(error) if self.deviation.acquires_again(&error).await => {}
                Err(error) => return Err(error),
            }
        }
    }
}

impl<M: ManageConnection> Clone for AnyPool<M> {
    fn clone(&self) -> Self {
        Self {
            inner: self.inner.clone(),
            deviation: Arc::clone(&self.deviation),
            traffic: self.traffic.clone(),
            handles: Arc::clone(&self.handles),
        }
    }
}

#[async_trait]
impl<M: ManageConnection> Pool for AnyPool<M> {
    type Connection = M::Connection;
    type Guard = AnyGuard<M>;

    async fn init(&self) -> Result<(), PoolError> {
        self.deviation.init(self.inner.init()).await
    }

    /// Written by hand because one mistake is made before the future is polled.
    fn acquire<'life0, 'async_trait>(&'life0 self) -> Acquiring<'async_trait, AnyGuard<M>>
    where
        'life0: 'async_trait,
        Self: 'async_trait,
    {
        let acquiring: Acquiring<'_, _> = Box::pin(self.lend());
        if self.deviation.acts_before_first_poll() { Box::pin(Early::new(acquiring)) } else { acquiring }
    }

    async fn release(&self, mut guard: AnyGuard<M>) -> Result<(), PoolError> {
        let own = Weak::ptr_eq(&guard.handles, &Arc::downgrade(&self.handles));
        let inner = guard.inner.take().expect("a guard is there until it is released");
        match self.deviation.meets(Stranger(!own)) {
            Met::AsUsual => {}
            Met::Welcomed => {
                drop(inner);
                return Ok(());
            }
            Met::Forgotten => {
                std::mem::forget(inner);
                return Err(PoolError::ForeignGuard);
            }
        }
        if let Some(pause) = self.deviation.releases_later() {
            let pool = self.inner.clone();
            tokio::spawn(async move {
                tokio::time::sleep(pause).await;
                pool.release(inner).await
            });
            return Ok(());
        }
        let before = self.inner.status().size;
        self.deviation.release(Box::pin(self.inner.release(inner))).await?;
        if self.deviation.replaces_on_release() && self.inner.status().size < before {
            drop(self.inner.acquire().await?);
        }
        Ok(())
    }

    async fn close(&self) -> Result<(), PoolError> {
        self.deviation.close(self.inner.close()).await
    }

    /// A full pool is not an unhealthy one.
    async fn health_check(&self) -> Result<(), PoolError> {
        let honest = Box::pin(async {
            match self.inner.health_check().await {
                Err(PoolError::Timeout | PoolError::Exhausted)
                    if self.is_full() && !self.deviation.is_unhealthy_when_full() =>
                {
                    Ok(())
                }
                answer => answer,
            }
        });
        self.deviation.health_check(honest).await
    }

    fn status(&self) -> Status {
        self.deviation.status(&|| self.inner.status(), &self.traffic)
    }
}

impl<M: ManageConnection> TryAcquire for AnyPool<M> {
    fn try_acquire(&self) -> Option<AnyGuard<M>> {
        if self.deviation.tries_by_acquiring() {
            return match pin!(self.lend()).poll(&mut Context::from_waker(Waker::noop())) {
                Poll::Ready(lent) => lent.ok(),
                Poll::Pending => None,
            };
        }
        self.inner.try_acquire().map(|inner| self.guard(Some(inner)))
    }
}

#[async_trait]
impl<M: ManageConnection> Discard for AnyPool<M> {
    async fn discard(&self, mut guard: AnyGuard<M>) -> Result<(), PoolError> {
        let inner = guard.inner.take().expect("a guard is there until it is discarded");
        if self.deviation.parks_discarded() {
            return self.inner.release(inner).await;
        }
        self.inner.discard(inner).await
    }
}

impl<M: ManageConnection> Detach for AnyPool<M> {
    fn detach(&self, mut guard: AnyGuard<M>) -> M::Connection {
        guard.inner.take().expect("a guard is there until it is detached").detach()
    }
}

#[async_trait]
impl<M: ManageConnection> Resize for AnyPool<M> {
    async fn resize(&self, max_size: usize) -> Result<(), PoolError> {
        self.inner.resize(max_size).await
    }
}

impl<M: ManageConnection> Observe for AnyPool<M> {
    fn counters(&self) -> Counters {
        self.deviation.counters(self.inner.counters(), self.inner.status())
    }
}

impl<M: ManageConnection> Drop for AnyGuard<M> {
    fn drop(&mut self) {
        if let Some(inner) = self.inner.take() {
            self.deviation.guard_dropped(Box::new(inner), self.handles.strong_count() == 0);
        }
    }
}

impl<M: ManageConnection> Deref for AnyGuard<M> {
    type Target = M::Connection;

    fn deref(&self) -> &M::Connection {
        self.inner.as_ref().expect("a guard is there until it is dropped")
    }
}

impl<M: ManageConnection> DerefMut for AnyGuard<M> {
    fn deref_mut(&mut self) -> &mut M::Connection {
        self.inner.as_mut().expect("a guard is there until it is dropped")
    }
}
