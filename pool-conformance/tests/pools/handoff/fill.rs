//! Opening `min_size` connections.

use std::sync::Arc;

use pool_protocol::{ManageConnection, PoolError};

use super::{
    super::{common::connect_error, mistake::Mistake, policy::Prefill},
    lease::{Fate, Lease},
    shared::Shared,
};

impl<M: ManageConnection> Shared<M> {
    /// Opens what is missing, all or nothing. Whoever comes second waits for the first.
    pub(super) async fn init(self: &Arc<Self>) -> Result<(), PoolError> {
        self.config.refuse_nonsense()?;
        let mut filled = self.filled.lock().await;
        let mut opened = Vec::new();
        let wanted = !*filled || self.mistake == Mistake::SecondInitFillsAgain;
        *filled |= self.mistake == Mistake::FilledOnceTried;
        if wanted && self.policy.prefill != Prefill::Never {
            while let Some(mut lease) = self.place_to_fill(opened.len())? {
                if let Err(error) = self.open(&mut lease).await {
                    opened.push(lease);
                    self.end_all(opened).await;
                    if self.mistake == Mistake::FailedPrefillHangs {
                        self.empty.notified().await;
                    }
                    return Err(error);
                }
                opened.push(lease);
            }
        }
        if self.state().closed {
            self.end_all(opened).await;
            return Err(PoolError::Closed);
        }
        *filled = self.mistake != Mistake::ReadyOnlyIfPrefilled || !opened.is_empty();
        Ok(())
    }

    async fn open(&self, lease: &mut Lease<M>) -> Result<(), PoolError> {
        if self.mistake == Mistake::CancelledInitKeepsPlaces {
            lease.fate = Fate::Lost;
        }
        let result = self.manager.connect().await;
        lease.fate = Fate::Given;
        lease.opened(result.map_err(connect_error)?);
        Ok(())
    }

    fn place_to_fill(self: &Arc<Self>, opened: usize) -> Result<Option<Lease<M>>, PoolError> {
        let mut state = self.state();
        if state.closed {
            return Err(PoolError::Closed);
        }
        let enough = match self.mistake {
            Mistake::PrefillsOnlyOne => state.places >= self.config.min_size.min(1),
            Mistake::SecondInitFillsAgain => opened >= self.config.min_size,
            _ => state.places >= self.config.min_size,
        };
        if enough {
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
