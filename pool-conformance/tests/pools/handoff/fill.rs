//! Opening `min_size` connections.

use std::sync::Arc;

use pool_protocol::{ManageConnection, PoolError};

use super::{
    super::{
        common::connect_error,
        deviation::{Prefilling, Stage},
        policy::Prefill,
    },
    lease::Lease,
    shared::Shared,
};

impl<M: ManageConnection> Shared<M> {
    /// Opens what is missing, all or nothing. Whoever comes second waits for the first.
    pub(super) async fn init(self: &Arc<Self>) -> Result<(), PoolError> {
        self.config.refuse_nonsense()?;
        let mut filled = self.filled.lock().await;
        let mut opened = Vec::new();
        let wanted = !*filled || self.deviation.init_again().repeats();
        if wanted && self.policy.prefill != Prefill::Never {
            while let Some(mut lease) = self.place_to_fill(opened.len())? {
                let result = self.open(&mut lease).await;
                opened.push(lease);
                if let Err(error) = result {
                    self.end_all(opened).await;
                    return Err(error);
                }
            }
        }
        if self.state().closed {
            self.end_all(opened).await;
            return Err(PoolError::Closed);
        }
        *filled = true;
        Ok(())
    }

    async fn open(&self, lease: &mut Lease<M>) -> Result<(), PoolError> {
        lease.stage = Stage::Prefilling;
        let result = self.manager.connect().await;
        lease.stage = Stage::Prefilled;
        lease.opened(result.map_err(connect_error)?);
        Ok(())
    }

    fn place_to_fill(self: &Arc<Self>, opened: usize) -> Result<Option<Lease<M>>, PoolError> {
        let mut state = self.state();
        if state.closed {
            return Err(PoolError::Closed);
        }
        let (taken, idle) = (state.places, state.idle.len());
        let fill = Prefilling { taken, idle, opened, min_size: self.config.min_size };
        if !self.deviation.wants_another(fill) {
            return Ok(None);
        }
        state.places += 1;
        Ok(Some(Lease::new(self, None)))
    }

    async fn end_all(&self, opened: Vec<Lease<M>>) {
        for mut lease in opened {
            let _ = lease.end().await;
        }
    }
}
