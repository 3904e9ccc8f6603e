//! Pools that are no pools. Whatever a rule asks of them, they do not keep it, or nobody can tell.

use std::{
    future,
    ops::{Deref, DerefMut},
};

use pool_protocol::{ManageConnection, Pool, PoolError, Status, async_trait};
use tokio::sync::Mutex;

use super::{
    common::connect_error,
    kept::{self, Kept},
};

/// In what way a pool is hopeless.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Hopeless {
    /// Every method says that the pool is closed.
    SaysClosed,
    /// Every acquire says that it timed out, and everything else that all is well.
    SaysTimeout,
    /// No future ever settles.
    NeverSettles,
    /// Every method panics.
    Panics,
    /// Everybody is given the same connection. This one does keep a rule now and then, since it does serve.
    SharesOne,
}

impl Hopeless {
    pub(crate) const ALL: [Self; 5] =
        [Self::SaysClosed, Self::SaysTimeout, Self::NeverSettles, Self::Panics, Self::SharesOne];

    pub(crate) fn build<M: ManageConnection>(self, manager: M) -> HopelessPool<M> {
        HopelessPool { manager, way: self, one: Mutex::new(None) }
    }

    /// What comes of any call, for those who treat them all alike.
    async fn answer<T>(self, otherwise: Result<T, PoolError>) -> Result<T, PoolError> {
        match self {
            Self::SaysClosed => Err(PoolError::Closed),
            Self::NeverSettles => future::pending().await,
            Self::Panics => panic!("this pool panics"),
            Self::SaysTimeout | Self::SharesOne => otherwise,
        }
    }
}

pub(crate) struct HopelessPool<M: ManageConnection> {
    manager: M,
    way: Hopeless,
    one: Mutex<Option<Kept<M::Connection>>>,
}

pub(crate) struct HopelessGuard<M: ManageConnection>(Kept<M::Connection>);

impl<M: ManageConnection> HopelessPool<M> {
    async fn share(&self) -> Result<HopelessGuard<M>, PoolError> {
        let mut one = self.one.lock().await;
        if one.is_none() {
            let connection = self.manager.connect().await.map_err(connect_error)?;
            *one = Some(Kept::new(connection));
        }
        one.as_mut().map(|one| HopelessGuard(one.twin())).ok_or(PoolError::Exhausted)
    }
}

#[async_trait]
impl<M: ManageConnection> Pool for HopelessPool<M> {
    type Connection = M::Connection;
    type Guard = HopelessGuard<M>;

    async fn init(&self) -> Result<(), PoolError> {
        self.way.answer(Ok(())).await
    }

    async fn acquire(&self) -> Result<HopelessGuard<M>, PoolError> {
        if self.way == Hopeless::SharesOne {
            return self.share().await;
        }
        self.way.answer(Err(PoolError::Timeout)).await
    }

    async fn release(&self, guard: HopelessGuard<M>) -> Result<(), PoolError> {
        drop(guard);
        self.way.answer(Ok(())).await
    }

    async fn close(&self) -> Result<(), PoolError> {
        if let Some(one) = self.one.lock().await.take() {
            let _ = kept::end(&self.manager, one).await;
        }
        self.way.answer(Ok(())).await
    }

    async fn health_check(&self) -> Result<(), PoolError> {
        self.way.answer(Ok(())).await
    }

    fn status(&self) -> Status {
        assert!(self.way != Hopeless::Panics, "this pool panics");
        let mut status = Status::default();
        status.in_use = usize::MAX;
        status
    }
}

impl<M: ManageConnection> Deref for HopelessGuard<M> {
    type Target = M::Connection;

    fn deref(&self) -> &M::Connection {
        &self.0
    }
}

impl<M: ManageConnection> DerefMut for HopelessGuard<M> {
    fn deref_mut(&mut self) -> &mut M::Connection {
        &mut self.0
    }
}
