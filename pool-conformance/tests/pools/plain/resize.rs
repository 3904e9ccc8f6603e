//! Another bound.

use std::{sync::Arc, task::Waker};

use pool_protocol::{ManageConnection, PoolError};

use super::{
    super::{
        kept::{self, Kept},
        policy::Prefill,
    },
    lifecycle::Ending,
    shared::Shared,
};

/// A connection that is too many, and that it is being ended.
type Surplus<M> = (Kept<<M as ManageConnection>::Connection>, Ending<M>);

impl<M: ManageConnection> Shared<M> {
    /// Wakes waiters if there is more room, and ends idle connections if there is less.
    pub(super) async fn resize(self: &Arc<Self>, max_size: usize) -> Result<(), PoolError> {
        if self.deviation.refuses_bound() {
            self.config.refuse_bound(max_size, self.policy.prefill != Prefill::Never)?;
        }
        for (connection, ending) in self.change_bound(max_size)? {
            let _ = kept::end(&self.manager, connection).await;
            drop(ending);
        }
        Ok(())
    }

    /// What is too many by the new bound. Of each pair the connection is dropped first.
    fn change_bound(self: &Arc<Self>, max_size: usize) -> Result<Vec<Surplus<M>>, PoolError> {
        let mut surplus = Vec::new();
        let mut state = self.state();
        if state.closed {
            return Err(PoolError::Closed);
        }
        let more = max_size.saturating_sub(state.max_size);
        state.max_size = max_size;
        let told = if self.deviation.tells_of_room() { more } else { 0 };
        let wakers: Vec<Waker> = (0..told).map_while(|_| state.waiters.take_one()).collect();
        let count = state.taken().saturating_sub(max_size).min(state.idle.len());
        for _ in 0..count {
            let Some(connection) = state.idle.pop_front() else { break };
            surplus.push((connection, self.ending(&mut state)));
        }
        drop(state);
        wakers.into_iter().for_each(Waker::wake);
        Ok(surplus)
    }
}
