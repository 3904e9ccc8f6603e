use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::Waker,
};

use pool_protocol::{BoxError, ManageConnection, PoolError};
use tokio::sync::{Notify, OnceCell};

use super::{
    builder::Config,
    count::Why,
    lease::Lease,
    place::{Live, Place},
    state::State,
    timing::{Limit, caught},
};

/// What the handles and the guards of one pool have in common.
pub(super) struct Shared<M: ManageConnection> {
    pub(super) manager: M,
    pub(super) config: Config,
    pub(super) filled: OnceCell<()>,
    /// Tells those who connect or check that the pool is closed.
    pub(super) closing: Notify,
    /// Tells the upkeep that there may be something to do.
    pub(super) upkeep: Notify,
    /// Tells those who close that the last place is free.
    deserted: Notify,
    state: Mutex<State<M::Connection>>,
}

impl<M: ManageConnection> Shared<M> {
    pub(super) fn new(manager: M, config: Config) -> Self {
        Self {
            manager,
            config,
            filled: OnceCell::new(),
            closing: Notify::new(),
            upkeep: Notify::new(),
            deserted: Notify::new(),
            state: Mutex::new(State::new(config)),
        }
    }

    /// The lock. Nobody calls the manager, drops a connection or touches a waker while it is held.
    pub(super) fn lock(&self) -> MutexGuard<'_, State<M::Connection>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Checks a connection; a panic is a failure like any other.
    pub(super) async fn check(&self, live: &mut Live<M::Connection>) -> Result<(), BoxError> {
        match caught(async { self.manager.is_valid(&mut live.connection).await }).await {
            Some(checked) => checked.map_err(Into::into),
            None => Err("the check panicked".into()),
        }
    }

    /// Ends a connection, whether that works, fails, panics or takes longer than the limit.
    pub(super) async fn disconnect(&self, connection: M::Connection) {
        let timer = pin!(None);
        let mut limit = Limit::new(Some(super::DISCONNECT_LIMIT), timer);
        let _ = limit.cover(caught(async { self.manager.disconnect(connection).await })).await;
    }

    /// Takes a connection back, and returns one that is to be ended: this one, or one idle for too long.
    pub(super) fn put_back(&self, mut live: Live<M::Connection>, held: bool) -> Option<Place<M::Connection>> {
        let broken = catch_unwind(AssertUnwindSafe(|| self.manager.has_broken(&mut live.connection)));
        let fit = matches!(broken, Ok(false));
        let now = self.config.now();
        let aftermath = self.lock().put_back(live, held, fit, now);
        if let Some(waker) = aftermath.wake {
            waker.wake();
        }
        if aftermath.upkeep {
            self.upkeep.notify_one();
        }
        aftermath.doomed
    }

    /// Takes a bare place back.
    pub(super) fn vacate(&self) {
        let mut state = self.lock();
        let wake = state.vacate();
        let (deserted, short) = (state.is_deserted(), state.is_short());
        drop(state);
        if let Some(waker) = wake {
            waker.wake();
        }
        if short {
            self.upkeep.notify_one();
        }
        if deserted {
            self.deserted.notify_waiters();
        }
    }

    /// Closes the pool to newcomers and waiters, and starts to end what is idle.
    pub(super) fn close(self: &Arc<Self>) {
        let (places, wakers) = self.lock().close();
        for place in places {
            Lease::new(self, place).end_in_background(Why::Closed);
        }
        self.closing.notify_waiters();
        for waker in wakers {
            waker.wake();
        }
    }

    /// Sets the bound, and ends idle connections that are too many.
    pub(super) async fn resize(self: &Arc<Self>, max_size: usize) -> Result<(), PoolError> {
        Config { max_size, ..self.config }.check()?;
        for mut lease in self.change_bound(max_size)? {
            lease.end(Why::Other).await;
        }
        Ok(())
    }

    /// Sets the bound, and returns what is too many by it.
    fn change_bound(self: &Arc<Self>, max_size: usize) -> Result<Vec<Lease<M>>, PoolError> {
        let mut state = self.lock();
        if state.is_closed() {
            return Err(PoolError::Closed);
        }
        let (places, wakers) = state.resize(max_size);
        drop(state);
        let surplus = places.into_iter().map(|place| Lease::new(self, place)).collect();
        wakers.into_iter().for_each(Waker::wake);
        Ok(surplus)
    }

    /// Waits until every guard is back and every ending has finished.
    pub(super) async fn deserted(&self) {
        loop {
            let deserted = self.deserted.notified();
            if self.lock().is_deserted() {
                return;
            }
            deserted.await;
        }
    }
}
