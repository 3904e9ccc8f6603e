//! A pool in one respect other than it is made.

use std::{
    future::poll_fn,
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
}

/// Builds such pools.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Twisted(pub(crate) Blueprint, pub(crate) Twist);

pub(crate) struct TwistedPool {
    pool: AnyPool<Probe>,
    twist: Twist,
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
        let by_chance = self.twist == Twist::ByChance && ACQUIRES.fetch_add(1, Relaxed).is_multiple_of(3);
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
    type Guard = AnyGuard<Probe>;

    async fn init(&self) -> Result<(), PoolError> {
        self.pool.init().await
    }

    async fn acquire(&self) -> Result<Self::Guard, PoolError> {
        self.dawdle_by_chance().await;
        self.pool.acquire().await
    }

    async fn release(&self, guard: Self::Guard) -> Result<(), PoolError> {
        self.pool.release(guard).await
    }

    async fn close(&self) -> Result<(), PoolError> {
        self.pool.close().await
    }

    async fn health_check(&self) -> Result<(), PoolError> {
        self.pool.health_check().await
    }

    fn status(&self) -> Status {
        match self.twist {
            Twist::ByChance => self.pool.status(),
            Twist::Silent => Status::default(),
        }
    }
}
