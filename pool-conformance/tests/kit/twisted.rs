//! A pool in one respect other than it is made.

use std::{
    future::poll_fn,
    ops::{Deref, DerefMut},
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
    task::Poll,
};

use pool_conformance::{Declaration, Probe, ProbeConnection, Setup, Subject};
use pool_protocol::{Pool, PoolError, Status, async_trait};

use crate::pools::{AnyGuard, AnyPool, Config, any::Blueprint};

/// In which respect.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Twist {
    /// Every third acquire, of all that there ever were, takes a turn more.
    ByChance,
    /// It says of itself that there is nothing in it.
    Silent,
    /// A guard that is dropped goes back on a thread for blocking work.
    ReturnsElsewhere,
}

/// Builds such pools.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Twisted(pub(crate) Blueprint, pub(crate) Twist);

pub(crate) struct TwistedPool {
    pool: AnyPool<Probe>,
    twist: Twist,
}

/// A guard, which is there until it is dropped.
pub(crate) struct TwistedGuard {
    guard: Option<AnyGuard<Probe>>,
    twist: Twist,
}

impl TwistedGuard {
    fn into_inner(mut self) -> AnyGuard<Probe> {
        self.guard.take().expect("a guard is there until it is dropped")
    }
}

impl Deref for TwistedGuard {
    type Target = ProbeConnection;

    fn deref(&self) -> &ProbeConnection {
        self.guard.as_ref().expect("a guard is there until it is dropped")
    }
}

impl DerefMut for TwistedGuard {
    fn deref_mut(&mut self) -> &mut ProbeConnection {
        self.guard.as_mut().expect("a guard is there until it is dropped")
    }
}

impl Drop for TwistedGuard {
    fn drop(&mut self) {
        let guard = self.guard.take();
        if self.twist == Twist::ReturnsElsewhere && guard.is_some() {
            tokio::task::spawn_blocking(move || drop(guard));
        }
    }
}

impl Subject for Twisted {
    type Pool = TwistedPool;

    async fn build(&self, setup: Setup) -> TwistedPool {
        let config = Config::from(&setup);
        TwistedPool { pool: self.0.build(setup.manager, config), twist: self.1 }
    }

    fn declaration(&self) -> Declaration {
        self.0.declaration()
    }
}

impl TwistedPool {
    async fn dawdle_by_chance(&self) {
        static ACQUIRES: AtomicUsize = AtomicUsize::new(0);
        let by_chance = self.twist == Twist::ByChance && ACQUIRES.fetch_add(1, Relaxed) % 3 == 0;
        let mut turns = usize::from(by_chance);
        poll_fn(|cx| match turns.checked_sub(1) {
            Some(left) => {
                turns = left;
                cx.waker().wake_by_ref();
                Poll::Pending
            }
            None => Poll::Ready(()),
        })
        .await;
    }
}

#[async_trait]
impl Pool for TwistedPool {
    type Connection = ProbeConnection;
    type Guard = TwistedGuard;

    async fn init(&self) -> Result<(), PoolError> {
        self.pool.init().await
    }

    async fn acquire(&self) -> Result<Self::Guard, PoolError> {
        self.dawdle_by_chance().await;
        let guard = self.pool.acquire().await?;
        Ok(TwistedGuard { guard: Some(guard), twist: self.twist })
    }

    async fn release(&self, guard: Self::Guard) -> Result<(), PoolError> {
        self.pool.release(guard.into_inner()).await
    }

    async fn close(&self) -> Result<(), PoolError> {
        self.pool.close().await
    }

    async fn health_check(&self) -> Result<(), PoolError> {
        self.pool.health_check().await
    }

    fn status(&self) -> Status {
        match self.twist {
            Twist::Silent => Status::default(),
            Twist::ByChance | Twist::ReturnsElsewhere => self.pool.status(),
        }
    }
}
