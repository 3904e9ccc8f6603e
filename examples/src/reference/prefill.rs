use std::sync::Arc;

use pool_protocol::{ManageConnection, PoolError};
use tokio::select;

use super::{count::Why, lease::Lease, shared::Shared};

impl<M: ManageConnection> Shared<M> {
    /// Opens connections until `min_size` are open or being opened; if that fails, ends as many again.
    pub(super) async fn prefill(self: &Arc<Self>) -> Result<(), PoolError> {
        for opened in 0.. {
            let closing = self.closing.notified();
            let Some(mut lease) = self.reserve()? else { break };
            let connected = select! {
                biased;
                connected = self.connect(&mut lease) => connected,
                () = closing => Err(PoolError::Closed),
            };
            drop(lease);
            if connected.is_err() {
                self.end_idle(opened).await;
                return connected;
            }
        }
        Ok(())
    }

    pub(super) fn reserve(self: &Arc<Self>) -> Result<Option<Lease<M>>, PoolError> {
        let mut state = self.lock();
        if state.is_closed() {
            return Err(PoolError::Closed);
        }
        Ok(state.grow(self.config.min_size).map(|place| Lease::new(self, place)))
    }

    async fn end_idle(self: &Arc<Self>, count: usize) {
        for _ in 0..count {
            let Some(place) = self.lock().doom_idle(Why::Other) else { return };
            Lease::new(self, place).end(Why::Other).await;
        }
    }
}
