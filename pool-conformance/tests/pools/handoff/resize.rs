//! Another bound.

use std::{sync::Arc, task::Waker};

use pool_protocol::{ManageConnection, PoolError};

use super::{
    super::policy::Prefill,
    lease::Lease,
    shared::{Shared, State},
    slot::Offer,
};

impl<M: ManageConnection> Shared<M> {
    /// Serves waiters if there are more places, and ends idle connections if there are fewer.
    pub(super) async fn resize(self: &Arc<Self>, max_size: usize) -> Result<(), PoolError> {
        if self.deviation.refuses_bound() {
            self.config.refuse_bound(max_size, self.policy.prefill != Prefill::Never)?;
        }
        for mut ending in self.change_bound(max_size)? {
            let _ = ending.end().await;
        }
        Ok(())
    }

    /// What is too many by the new bound.
    fn change_bound(self: &Arc<Self>, max_size: usize) -> Result<Vec<Lease<M>>, PoolError> {
        let mut state = self.state();
        if state.closed {
            return Err(PoolError::Closed);
        }
        state.max_size = max_size;
        let wakers = self.fill_places(&mut state);
        let surplus = state.places.saturating_sub(max_size).min(state.idle.len());
        let idle: Vec<_> = state.idle.drain(..surplus).collect();
        drop(state);
        wakers.into_iter().for_each(Waker::wake);
        Ok(idle.into_iter().map(|idle| Lease::new(self, Some(idle))).collect())
    }

    /// Gives the places that are free to whose turn it is.
    fn fill_places(&self, state: &mut State<M::Connection>) -> Vec<Waker> {
        let mut wakers = Vec::new();
        while self.deviation.tells_of_room() && state.places < state.max_size {
            let Some(slot) = state.next_waiter(self.policy.waiters, &*self.deviation) else { break };
            state.places += 1;
            wakers.extend(slot.fill(Offer::Place));
        }
        wakers
    }
}
