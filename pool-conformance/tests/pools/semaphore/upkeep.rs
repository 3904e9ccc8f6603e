//! A task that looks now and then whether anything is missing or stale.

use std::{sync::Arc, time::Duration};

use pool_protocol::ManageConnection;
use tokio::time::{Instant, sleep_until};

use super::{
    super::{
        common::{caught, connect_error},
        deviation::Stage,
        kept::{self, Kept},
    },
    shared::Shared,
};

const PERIOD: Duration = Duration::from_secs(30);

impl<M: ManageConnection> Shared<M> {
    pub(super) fn start_upkeep(self: &Arc<Self>) {
        if !self.config.needs_upkeep() || std::mem::replace(&mut self.state().filling, true) {
            return;
        }
        let shared = Arc::clone(self);
        tokio::spawn(async move {
            tokio::select! {
                biased;
                () = shared.until_closed() => {}
                () = shared.keep_up() => {}
            }
        });
    }

    async fn keep_up(self: &Arc<Self>) {
        let mut failed = false;
        loop {
            let next = Instant::now() + PERIOD;
            sleep_until(next).await;
            self.deviation.sweeps_late(next.elapsed());
            while let Some(stale) = self.stale() {
                let _ = caught(async { kept::end(&self.manager, stale).await.map_err(connect_error) }).await;
            }
            if self.deviation.replaces(failed) {
                failed = !self.refill().await;
            }
        }
    }

    /// An idle connection that is to be ended.
    fn stale(&self) -> Option<Kept<M::Connection>> {
        let mut state = self.state();
        let open = state.idle.len() + state.held;
        let spared = self.deviation.spares_the_last() && open <= self.config.min_size;
        let fast = self.deviation.runs_fast();
        let due = |idle: &Kept<M::Connection>| idle.dates().are_due(&self.config, spared, fast);
        let index = state.idle.iter().position(due)?;
        state.idle.remove(index)
    }

    /// Opens what is missing; whether that worked.
    async fn refill(self: &Arc<Self>) -> bool {
        while let Some(mut permit) = self.permit_to_fill(0) {
            permit.stage = Stage::Prefilling;
            let result = caught(self.connect_to_fill()).await;
            permit.stage = Stage::Prefilled;
            let Ok(connection) = result else { return false };
            self.park_all(vec![(Kept::new(connection), permit)]);
        }
        true
    }
}
