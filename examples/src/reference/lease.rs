use std::{
    mem,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use pool_protocol::{ManageConnection, PoolError};
use tokio::runtime::Handle;

use super::{
    count::Why,
    place::{Live, Place},
    shared::Shared,
};

/// Owns a place, and gives it back when dropped, whatever stands on it.
pub(super) struct Lease<M: ManageConnection> {
    shared: Arc<Shared<M>>,
    pub(super) place: Place<M::Connection>,
}

impl<M: ManageConnection> Lease<M> {
    pub(super) fn new(shared: &Arc<Shared<M>>, place: Place<M::Connection>) -> Self {
        Self { shared: Arc::clone(shared), place }
    }

    pub(super) fn belongs_to(&self, shared: &Arc<Shared<M>>) -> bool {
        Arc::ptr_eq(&self.shared, shared)
    }

    /// Puts a new connection on the bare place.
    pub(super) fn open(&mut self, connection: M::Connection) {
        let live = Live::new(connection, &self.shared.config);
        self.shared.lock().open(&mut self.place, live);
    }

    /// Makes the connection one that is lent, unless the pool has been closed meanwhile.
    pub(super) fn hold(&mut self) -> Result<(), PoolError> {
        if matches!(self.place, Place::Held(_)) {
            return Ok(());
        }
        let mut state = self.shared.lock();
        if state.is_closed() {
            return Err(PoolError::Closed);
        }
        state.hold(&mut self.place);
        Ok(())
    }

    /// Exchanges the bare place for an idle connection, if there is one.
    pub(super) fn exchange(&mut self) {
        let now = self.shared.config.now();
        let mut state = self.shared.lock();
        state.exchange(&mut self.place, now);
        let short = state.is_short();
        drop(state);
        if short {
            self.shared.upkeep.notify_one();
        }
    }

    /// Ends the connection; the place is bare then.
    pub(super) async fn end(&mut self, why: Why) {
        self.doom(why);
        if let Place::Doomed(live) = mem::replace(&mut self.place, Place::Bare) {
            self.shared.disconnect(live.connection).await;
        }
    }

    /// Takes the connection out of the pool, and gives the bare place back.
    pub(super) fn detach(mut self) -> M::Connection {
        self.shared.lock().forget(&mut self.place);
        match mem::replace(&mut self.place, Place::Bare) {
            Place::Doomed(live) => live.connection,
            _ => unreachable!("a guard holds a connection"),
        }
    }

    /// Ends the connection without waiting for it: gracefully where there is a runtime to do so.
    pub(super) fn end_in_background(mut self, why: Why) {
        self.doom(why);
        match (&self.place, Handle::try_current()) {
            (Place::Doomed(_), Ok(runtime)) => drop(runtime.spawn(async move { self.end(why).await })),
            _ => drop(self),
        }
    }

    /// Gives the place back, which may leave a connection to be ended: this one, or one that was idle too long.
    pub(super) fn give_back(&mut self) -> Option<Self> {
        let (live, held) = match self.place.take() {
            Place::Gone => return None,
            Place::Held(live) => (live, true),
            Place::Unheld(live) => (live, false),
            Place::Doomed(live) => {
                discard(live);
                self.shared.vacate();
                return None;
            }
            Place::Bare => {
                self.shared.vacate();
                return None;
            }
        };
        self.shared.put_back(live, held).map(|place| Self::new(&self.shared, place))
    }

    fn doom(&mut self, why: Why) {
        if matches!(self.place, Place::Unheld(_) | Place::Held(_)) {
            self.shared.lock().doom(&mut self.place, why);
        }
    }
}

impl<M: ManageConnection> Drop for Lease<M> {
    fn drop(&mut self) {
        if let Some(doomed) = self.give_back() {
            // Doomed and counted already.
            doomed.end_in_background(Why::Other);
        }
    }
}

/// Drops a connection; that its `Drop` panics must not keep the place from being freed.
fn discard<C>(live: Live<C>) {
    let _ = catch_unwind(AssertUnwindSafe(|| drop(live)));
}
