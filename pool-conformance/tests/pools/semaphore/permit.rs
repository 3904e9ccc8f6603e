//! The right to one connection.

use std::{mem::ManuallyDrop, sync::Arc};

use pool_protocol::{ManageConnection, PoolError};
use tokio::sync::{OwnedSemaphorePermit, TryAcquireError, oneshot};

use super::{
    super::{
        deviation::{Fate, Stage},
        policy::{CloseMode, WhenFull},
    },
    shared::Shared,
};

/// One permit; dropping it serves the next in the queue.
pub(super) struct Permit<M: ManageConnection> {
    shared: Arc<Shared<M>>,
    inner: Option<OwnedSemaphorePermit>,
    /// How far its use has come.
    pub(super) stage: Stage,
}

impl<M: ManageConnection> Permit<M> {
    fn new(shared: &Arc<Shared<M>>, inner: OwnedSemaphorePermit) -> Self {
        Self { shared: Arc::clone(shared), inner: Some(inner), stage: Stage::Offered }
    }

    /// Waits its turn, if this pool waits.
    pub(super) async fn get(shared: &Arc<Shared<M>>) -> Result<Self, PoolError> {
        match shared.policy.full {
            WhenFull::Fail => Self::try_get(shared),
            WhenFull::Wait if shared.deviation.waits_in_task() => Self::get_through_task(shared).await,
            WhenFull::Wait => {
                // Outlives the wait, which may give back a permit when it is cancelled or refused.
                let _told = Told(shared);
                let inner = Arc::clone(&shared.permits).acquire_owned().await;
                inner.map(|inner| Self::new(shared, inner)).map_err(|_| PoolError::Closed)
            }
        }
    }

    pub(super) fn try_get(shared: &Arc<Shared<M>>) -> Result<Self, PoolError> {
        match Arc::clone(&shared.permits).try_acquire_owned() {
            Ok(inner) => Ok(Self::new(shared, inner)),
            Err(TryAcquireError::NoPermits) => Err(PoolError::Exhausted),
            Err(TryAcquireError::Closed) => Err(PoolError::Closed),
        }
    }

    /// A mistake: no right at all.
    pub(super) fn none(shared: &Arc<Shared<M>>) -> Self {
        Self { shared: Arc::clone(shared), inner: None, stage: Stage::Offered }
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

    /// A mistake: the right is given up, and has to be fetched again.
    pub(super) fn give_up(&mut self) {
        self.inner = None;
    }

    pub(super) fn is_given_up(&self) -> bool {
        self.inner.is_none()
    }

    /// Serves the next in the queue, unless a mistake has another fate for the place.
    pub(super) fn free(mut self, fate: Fate) {
        self.end(fate);
    }

    fn end(&mut self, fate: Fate) {
        let Some(inner) = self.inner.take() else { return };
        match fate {
            Fate::Free | Fate::Counted => drop(inner),
            Fate::Twice => {
                self.shared.permits.add_permits(1);
                drop(inner);
            }
            Fate::Silent | Fate::Lost => inner.forget(),
        }
    }
}

impl<M: ManageConnection> Drop for Permit<M> {
    fn drop(&mut self) {
        if self.inner.is_some() {
            self.end(self.shared.fate_after(self.stage));
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
