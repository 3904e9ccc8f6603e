//! Opening `min_size` connections.

use std::{sync::Arc, task::Waker};

use pool_protocol::{ManageConnection, PoolError};

use super::{
    super::{
        common::{connect_error, drop_quietly},
        deviation::{Again, Prefilling},
        kept::Kept,
        policy::Prefill,
    },
    shared::{Fill, Shared},
};

/// A prefill under way. Dropping it ends what it has opened and lets the next one begin.
struct Filling<'a, M: ManageConnection> {
    shared: &'a Shared<M>,
    opened: Vec<Kept<M::Connection>>,
    done: Fill,
}

impl<M: ManageConnection> Filling<'_, M> {
    /// Takes room for one more, if one more is wanted.
    fn wants_one(&self) -> Result<bool, PoolError> {
        let mut state = self.shared.state();
        if state.closed {
            return Err(PoolError::Closed);
        }
        let fill = Prefilling {
            taken: state.taken(),
            idle: state.idle.len(),
            opened: self.opened.len(),
            min_size: self.shared.config.min_size,
        };
        let wanted = self.shared.deviation.wants_another(fill);
        state.filling += usize::from(wanted);
        Ok(wanted)
    }

    /// Makes idle what was opened.
    fn finish(mut self) -> Result<(), PoolError> {
        let mut state = self.shared.state();
        if state.closed {
            return Err(PoolError::Closed);
        }
        state.filling = state.filling.saturating_sub(self.opened.len());
        state.idle.extend(self.opened.drain(..));
        self.done = Fill::Done;
        Ok(())
    }
}

impl<M: ManageConnection> Drop for Filling<'_, M> {
    fn drop(&mut self) {
        let ended = u64::try_from(self.opened.len()).unwrap_or(u64::MAX);
        self.opened.drain(..).for_each(drop_quietly);
        let mut state = self.shared.state();
        state.counters.ended.other += ended;
        state.filling = 0;
        state.fill = self.done;
        let mut wakers = state.watchers.take_all();
        wakers.append(&mut state.waiters.take_all());
        drop(state);
        wakers.into_iter().for_each(Waker::wake);
    }
}

impl<M: ManageConnection> Shared<M> {
    /// Opens what is missing, all or nothing. Whoever comes second waits for the first.
    pub(super) async fn init(self: &Arc<Self>) -> Result<(), PoolError> {
        let Some(mut filling) = self.begin().await? else { return Ok(()) };
        while filling.wants_one()? {
            match self.manager.connect().await {
                Ok(connection) => {
                    filling.opened.push(Kept::new(connection));
                    self.count(|counters| counters.opened += 1);
                }
                Err(error) => {
                    if self.deviation.keeps_failed_prefill() {
                        filling.finish()?;
                    }
                    return Err(connect_error(error));
                }
            }
        }
        filling.finish()
    }

    async fn begin(&self) -> Result<Option<Filling<'_, M>>, PoolError> {
        loop {
            let again = self.deviation.init_again();
            self.until(|state| state.closed || state.fill != Fill::Running || again != Again::Waits).await;
            let mut state = self.state();
            if state.closed {
                return Err(PoolError::Closed);
            }
            match state.fill {
                Fill::Done if !again.repeats() => return Ok(None),
                Fill::Running if again == Again::Waits => {}
                _ if self.policy.prefill == Prefill::Never => return Ok(None),
                _ => {
                    state.fill = Fill::Running;
                    return Ok(Some(Filling { shared: self, opened: Vec::new(), done: Fill::Wanted }));
                }
            }
        }
    }
}
