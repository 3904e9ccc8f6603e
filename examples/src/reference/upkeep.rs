use std::{mem, sync::Arc, time::Duration};

use pool_protocol::ManageConnection;
use tokio::{
    runtime::Handle,
    select,
    time::{Instant, sleep_until, timeout},
};

use super::{
    count::Why,
    lease::Lease,
    place::{Live, Place},
    shared::Shared,
    state::State,
    timing::caught,
};

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
            Lease::new(self, place).end_in_background(Why::Other);
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

impl<C> State<C> {
    /// Takes one idle connection that is too old, or has been idle too long while more than `min_size` are open.
    pub(super) fn reap(&mut self, now: Option<Instant>) -> Option<Place<C>> {
        now?;
        let spared = self.is_spared();
        let due = |live: &Live<C>| if spared { live.is_old(now) } else { live.is_stale(now) };
        let live = self.idle.iter().position(due).and_then(|index| self.idle.remove(index))?;
        self.open -= 1;
        live.why_stale(now).unwrap_or(Why::Other).count(&mut self.counters);
        Some(Place::Doomed(live))
    }

    /// Whether idle connections stay for as long as they like, since no more than `min_size` are open.
    pub(super) fn is_spared(&self) -> bool {
        self.open <= self.config.min_size
    }

    /// Whether upkeep has not begun before.
    pub(super) fn begin_upkeep(&mut self) -> bool {
        !mem::replace(&mut self.kept_up, true)
    }

    /// When something that is idle now will have to end.
    pub(super) fn set_alarm(&mut self) -> Option<Instant> {
        let spared = self.is_spared();
        self.alarm = self.idle.iter().filter_map(|live| live.due(spared)).min();
        self.alarm
    }

    /// Whether fewer places are taken than upkeep is to see to.
    pub(super) fn is_short(&self) -> bool {
        self.kept_up && !self.closed && self.taken < self.config.min_size
    }
}
