use std::{sync::Arc, time::Duration};

use pool_protocol::ManageConnection;
use tokio::{
    runtime::Handle,
    select,
    time::{Instant, sleep_until, timeout},
};

use super::{lease::Lease, shared::Shared, timing::caught};

/// The first pause after a connect that failed, and the longest.
const PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

impl<M: ManageConnection> Shared<M> {
    /// Starts the task that keeps the pool up, once, if there is anything to keep up and a runtime to do it.
    pub(super) fn start_upkeep(self: &Arc<Self>) {
        let config = &self.config;
        let idle = config.min_size == 0 && config.idle_timeout.is_none() && config.max_lifetime.is_none();
        let Ok(runtime) = Handle::try_current() else { return };
        if !idle && self.lock().begin_upkeep() {
            runtime.spawn(Arc::clone(self).keep_up());
        }
    }

    /// Ends what is stale when it becomes so, and replaces what is lost, until the pool is closed.
    ///
    /// Between two dates it waits for news: while nothing is open that grows old, no timer is set.
    async fn keep_up(self: Arc<Self>) {
        let (mut pause, mut retry) = (PAUSE, None);
        loop {
            let (closing, news) = (self.closing.notified(), self.upkeep.notified());
            if self.lock().is_closed() {
                return;
            }
            self.sweep();
            if retry.is_none_or(|retry| retry <= Instant::now()) {
                retry = None;
                if self.refill().await {
                    pause = PAUSE;
                } else {
                    retry = Some(Instant::now() + pause);
                    pause = (pause * 2).min(LONGEST_PAUSE);
                }
            }
            let alarm = self.lock().set_alarm();
            let wake_up = [alarm, retry].into_iter().flatten().min();
            select! {
                biased;
                () = closing => return,
                () = news => {}
                () = async { sleep_until(wake_up.unwrap_or_else(Instant::now)).await }, if wake_up.is_some() => {}
            }
        }
    }

    fn sweep(self: &Arc<Self>) {
        loop {
            let now = self.config.now();
            let Some(place) = self.lock().reap(now) else { return };
            Lease::new(self, place).end_in_background();
        }
    }

    /// Opens what is missing; whether that worked. A connect for which nobody waits has the limit of an acquire.
    async fn refill(self: &Arc<Self>) -> bool {
        loop {
            let closing = self.closing.notified();
            let Ok(Some(mut lease)) = self.reserve() else { return true };
            let limit = self.config.acquire_timeout.unwrap_or(Duration::MAX);
            let connected = select! {
                biased;
                connected = timeout(limit, caught(self.connect(&mut lease))) => connected,
                () = closing => return true,
            };
            if !matches!(connected, Ok(Some(Ok(())))) {
                return false;
            }
        }
    }
}
