//! The right to one connection.

use std::{mem::ManuallyDrop, sync::Arc};

use pool_protocol::{ManageConnection, PoolError};
use tokio::sync::{OwnedSemaphorePermit, TryAcquireError, oneshot};

use super::{
    super::{
        mistake::Mistake,
        policy::{CloseMode, WhenFull},
    },
    shared::Shared,
};

/// One permit; dropping it serves the next in the queue.
pub(super) struct Permit<M: ManageConnection> {
    shared: Arc<Shared<M>>,
    inner: Option<OwnedSemaphorePermit>,
    /// Set only by mistake: dropping it serves nobody.
    pub(super) lost: bool,
}

impl<M: ManageConnection> Permit<M> {
    fn new(shared: &Arc<Shared<M>>, inner: OwnedSemaphorePermit) -> Self {
        Self { shared: Arc::clone(shared), inner: Some(inner), lost: false }
    }

    /// Waits its turn, if this pool waits.
    pub(super) async fn get(shared: &Arc<Shared<M>>) -> Result<Self, PoolError> {
        match (shared.policy.full, shared.mistake) {
            (WhenFull::Wait, Mistake::FullIsTimeout) => match Self::try_get(shared) {
                Err(PoolError::Exhausted) => Err(PoolError::Timeout),
                result => result,
            },
            (WhenFull::Wait, Mistake::CancelledWaiterKeepsSlot) => Self::get_through_task(shared).await,
            (WhenFull::Wait, _) => {
                // Outlives the wait, which may give back a permit when it is cancelled or refused.
                let _told = Told(shared);
                let inner = Arc::clone(&shared.permits).acquire_owned().await;
                inner.map(|inner| Self::new(shared, inner)).map_err(|_| PoolError::Closed)
            }
            (WhenFull::Fail, _) => Self::try_get(shared),
        }
    }

    pub(super) fn try_get(shared: &Arc<Shared<M>>) -> Result<Self, PoolError> {
        match Arc::clone(&shared.permits).try_acquire_owned() {
            Ok(inner) => Ok(Self::new(shared, inner)),
            Err(TryAcquireError::NoPermits) => Err(PoolError::Exhausted),
            Err(TryAcquireError::Closed) => Err(PoolError::Closed),
        }
    }

    /// A mistake: what the task sends to nobody is never dropped.
    async fn get_through_task(shared: &Arc<Shared<M>>) -> Result<Self, PoolError> {
        let (reply, answer) = oneshot::channel();
        let permits = Arc::clone(&shared.permits);
        tokio::spawn(async move {
            if let Ok(permit) = permits.acquire_owned().await {
                let _ = reply.send(ManuallyDrop::new(permit));
            }
        });
        let inner = answer.await.map_err(|_| PoolError::Closed)?;
        Ok(Self::new(shared, ManuallyDrop::into_inner(inner)))
    }

    /// A mistake: the right is given up for a while.
    pub(super) fn suspend(&mut self) {
        self.inner = None;
    }
}

impl<M: ManageConnection> Drop for Permit<M> {
    fn drop(&mut self) {
        if let Some(inner) = self.inner.take()
            && self.lost
        {
            inner.forget();
        }
        drop(Told(&self.shared));
    }
}

/// Tells a waiting `close`, when dropped, that a permit may have come home.
struct Told<'a, M: ManageConnection>(&'a Shared<M>);

impl<M: ManageConnection> Drop for Told<'_, M> {
    fn drop(&mut self) {
        if self.0.policy.close == CloseMode::Wait {
            self.0.home.notify_waiters();
        }
    }
}
