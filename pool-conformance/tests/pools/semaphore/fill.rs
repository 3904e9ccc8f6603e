//! Opening `min_size` connections.

use std::sync::Arc;

use pool_protocol::{ManageConnection, PoolError};

use super::{
    super::{
        common::{Backoff, connect_error},
        deviation::{Phase, Prefilling, Stage},
        kept::{self, Kept},
        policy::Prefill,
    },
    permit::Permit,
    shared::Shared,
};

impl<M: ManageConnection> Shared<M> {
    pub(super) async fn init(self: &Arc<Self>) -> Result<(), PoolError> {
        self.config.refuse_nonsense()?;
        match self.policy.prefill {
            Prefill::Await => self.fill().await,
            Prefill::Kept => {
                self.fill().await?;
                self.start_upkeep();
                Ok(())
            }
            Prefill::Background => self.fill_in_task(),
            Prefill::Never => self.refuse_closed(),
        }
    }

    fn refuse_closed(&self) -> Result<(), PoolError> {
        if self.refuses() { Err(PoolError::Closed) } else { Ok(()) }
    }

    /// Opens what is missing, all or nothing. Whoever comes second waits for the first.
    async fn fill(self: &Arc<Self>) -> Result<(), PoolError> {
        let mut filled = self.filled.lock().await;
        self.refuse_closed()?;
        if *filled && !self.deviation.init_again().repeats() {
            return Ok(());
        }
        // Of each pair the connection is dropped first, and the permit after it.
        let mut opened: Vec<(Kept<M::Connection>, Permit<M>)> = Vec::new();
        while let Some(mut permit) = self.permit_to_fill(opened.len()) {
            permit.stage = Stage::Prefilling;
            let result = self.connect_to_fill().await;
            permit.stage = Stage::Prefilled;
            match result {
                Ok(connection) => opened.push((Kept::new(connection), permit)),
                Err(error) if self.deviation.keeps_failed_prefill() => {
                    self.park_all(opened);
                    return Err(error);
                }
                Err(error) => {
                    self.end_all(opened).await;
                    return Err(error);
                }
            }
            if self.state().closed {
                self.end_all(opened).await;
                return Err(PoolError::Closed);
            }
        }
        self.park_all(opened);
        *filled = true;
        self.refuse_closed()
    }

    /// A connect that no caller waits for has the limit of an acquire.
    pub(super) async fn connect_to_fill(&self) -> Result<M::Connection, PoolError> {
        let connecting = async { self.manager.connect().await.map_err(connect_error) };
        match self.policy.prefill {
            Prefill::Background | Prefill::Kept => self.limit.over(Phase::Task, connecting).await,
            Prefill::Await | Prefill::Never => connecting.await,
        }
    }

    pub(super) fn park_all(&self, opened: Vec<(Kept<M::Connection>, Permit<M>)>) {
        let (connections, permits): (Vec<_>, Vec<_>) = opened.into_iter().unzip();
        let refused = self.park(connections);
        drop(refused);
        drop(permits);
    }

    /// One permit, if the pool with everything that permits are out for is still too small.
    pub(super) fn permit_to_fill(self: &Arc<Self>, opened: usize) -> Option<Permit<M>> {
        let permit = Permit::try_get(self).ok()?;
        let state = self.state();
        // Both under the lock: what comes back is idle before its permit is home, and so counts at least once.
        let (idle, out) = (state.idle.len(), self.permits_out());
        drop(state);
        // This permit is out for nothing yet.
        let taken = (idle + out).saturating_sub(1);
        let fill = Prefilling { taken, idle, opened, min_size: self.config.min_size };
        self.deviation.wants_another(fill).then_some(permit)
    }

    /// Makes connections idle, or gives them back if the pool is closed.
    fn park(&self, connections: Vec<Kept<M::Connection>>) -> Vec<Kept<M::Connection>> {
        let mut state = self.state();
        if state.closed {
            return connections;
        }
        state.idle.extend(connections);
        Vec::new()
    }

    async fn end_all(&self, opened: Vec<(Kept<M::Connection>, Permit<M>)>) {
        for (connection, permit) in opened {
            let _ = kept::end(&self.manager, connection).await;
            drop(permit);
        }
    }

    /// Success can wait: a task tries until the pool is full enough or closed.
    fn fill_in_task(self: &Arc<Self>) -> Result<(), PoolError> {
        self.refuse_closed()?;
        if std::mem::replace(&mut self.state().filling, true) {
            return Ok(());
        }
        let shared = Arc::clone(self);
        tokio::spawn(async move {
            tokio::select! {
                biased;
                () = shared.until_closed() => {}
                () = shared.fill_until_done() => {}
            }
        });
        Ok(())
    }

    async fn fill_until_done(self: &Arc<Self>) {
        let mut backoff = Backoff::new();
        while let Err(PoolError::Connect(_) | PoolError::Timeout) = self.fill().await {
            tokio::time::sleep(backoff.next()).await;
        }
    }
}
