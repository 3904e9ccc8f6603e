//! What is lied about calls of the pool.

use std::{
    ops::{Deref, DerefMut},
    time::Duration,
};

use pool_conformance::{Probe, ProbeConnection};
use pool_protocol::{Pool, PoolError, Status, async_trait};

use super::{Lie, Occasion, manager::LyingManager};
use crate::pools::{AnyGuard, AnyPool};

/// How late what is delayed comes.
const LATE: Duration = Duration::from_secs(10);

type Inner = AnyPool<LyingManager<Probe>>;
type InnerGuard = AnyGuard<LyingManager<Probe>>;

/// A pool that lies once.
pub(crate) struct LyingPool {
    inner: Inner,
    occasion: Occasion,
}

/// A guard, which is there until it is given back.
pub(crate) struct LyingGuard {
    inner: Option<InnerGuard>,
    occasion: Occasion,
}

impl LyingPool {
    pub(super) fn new(inner: Inner, occasion: Occasion) -> Self {
        Self { inner, occasion }
    }

    fn guard(&self, inner: InnerGuard) -> LyingGuard {
        LyingGuard { inner: Some(inner), occasion: self.occasion.clone() }
    }
}

#[async_trait]
impl Pool for LyingPool {
    type Connection = ProbeConnection;
    type Guard = LyingGuard;

    async fn init(&self) -> Result<(), PoolError> {
        if self.occasion.is(Lie::InitDropped) { Ok(()) } else { self.inner.init().await }
    }

    async fn acquire(&self) -> Result<LyingGuard, PoolError> {
        if self.occasion.is(Lie::AcquireDelayed) {
            tokio::time::sleep(LATE).await;
        }
        let inner = self.inner.acquire().await?;
        if self.occasion.is(Lie::AcquireDenied) {
            return Err(PoolError::Timeout);
        }
        if self.occasion.is(Lie::AcquireSwallowed) {
            return std::future::pending().await;
        }
        if self.occasion.is(Lie::AcquireDoubled) {
            drop(self.inner.acquire().await);
        }
        Ok(self.guard(inner))
    }

    async fn release(&self, mut guard: LyingGuard) -> Result<(), PoolError> {
        let inner = guard.inner.take().expect("a guard is there until it is given back");
        if self.occasion.is(Lie::ReleaseDropped) {
            std::mem::forget(inner);
            return Ok(());
        }
        let released = self.inner.release(inner).await;
        if self.occasion.is(Lie::ReleaseDenied) { Err(PoolError::Timeout) } else { released }
    }

    async fn close(&self) -> Result<(), PoolError> {
        if self.occasion.is(Lie::CloseDropped) { Ok(()) } else { self.inner.close().await }
    }

    async fn health_check(&self) -> Result<(), PoolError> {
        let health = self.inner.health_check().await;
        if self.occasion.is_if(Lie::HealthInvented, health.is_err()) {
            return Ok(());
        }
        if self.occasion.is_if(Lie::HealthDenied, health.is_ok()) { Err(PoolError::Timeout) } else { health }
    }

    fn status(&self) -> Status {
        let mut status = self.inner.status();
        if self.occasion.is(Lie::OneMoreInUse) {
            status.in_use += 1;
        }
        if self.occasion.is_if(Lie::OneLessOpen, status.size > 0) {
            status.size -= 1;
        }
        if self.occasion.is(Lie::OneMoreIdle) {
            status.idle += 1;
        }
        status
    }
}

impl Drop for LyingGuard {
    fn drop(&mut self) {
        let Some(inner) = self.inner.take() else { return };
        if self.occasion.is(Lie::ReturnDropped) {
            std::mem::forget(inner);
        } else if self.occasion.is(Lie::ReturnDelayed) {
            tokio::spawn(async move {
                tokio::time::sleep(LATE).await;
                drop(inner);
            });
        }
    }
}

impl Deref for LyingGuard {
    type Target = ProbeConnection;

    fn deref(&self) -> &ProbeConnection {
        self.inner.as_ref().expect("a guard is there until it is given back")
    }
}

impl DerefMut for LyingGuard {
    fn deref_mut(&mut self) -> &mut ProbeConnection {
        self.inner.as_mut().expect("a guard is there until it is given back")
    }
}
