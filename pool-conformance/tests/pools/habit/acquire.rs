//! From a call of `acquire` to a guard.

use std::{
    future::{pending, ready},
    sync::Arc,
    time::Duration,
};

use pool_protocol::{ManageConnection, PoolError};

use super::{
    super::common::{connect_error, drop_quietly},
    Habit, HabitGuard, PATIENCE,
    place::Place,
    random,
    shared::Shared,
    wait::Waiter,
};

impl<M: ManageConnection> Shared<M> {
    pub(super) async fn serve(self: &Arc<Self>) -> Result<HabitGuard<M>, PoolError> {
        let mut waiter = Waiter::new(self);
        loop {
            if self.subject.habit == Habit::Select {
                if let Some(guard) = self.select_idle().await {
                    return Ok(guard);
                }
            }
            match self.find(&mut waiter)? {
                Found::Idle(guard) => {
                    self.tend();
                    return Ok(guard);
                }
                Found::Place(place) => return self.open(place).await,
                Found::Nothing => waiter.told().await,
            }
        }
    }

    fn find(self: &Arc<Self>, waiter: &mut Waiter<M>) -> Result<Found<M>, PoolError> {
        let mut state = self.state();
        if state.closed {
            waiter.leave(&mut state);
            return Err(PoolError::Closed);
        }
        if let Some(connection) = self.choose(&mut state.idle) {
            waiter.leave(&mut state);
            state.busy += 1;
            drop(state);
            return Ok(Found::Idle(HabitGuard::new(connection, Place::new(self))));
        }
        if let Some(place) = self.take_place(&mut state) {
            waiter.leave(&mut state);
            return Ok(Found::Place(place));
        }
        waiter.enlist(&mut state);
        Ok(Found::Nothing)
    }

    fn choose(&self, idle: &mut Vec<M::Connection>) -> Option<M::Connection> {
        match self.subject.habit {
            Habit::RandomIdle if !idle.is_empty() => Some(idle.remove(random::below(idle.len()))),
            _ => idle.pop(),
        }
    }

    /// The first or the last idle connection, of which each could be lent.
    async fn select_idle(self: &Arc<Self>) -> Option<HabitGuard<M>> {
        let take = |choice: Choice<M::Connection>| async move {
            match self.take(choice) {
                Some(guard) => guard,
                None => pending().await,
            }
        };
        tokio::select! {
            guard = take(|idle| if idle.is_empty() { None } else { Some(idle.remove(0)) }) => Some(guard),
            guard = take(Vec::pop) => Some(guard),
            () = ready(()) => None,
        }
    }

    fn take(self: &Arc<Self>, choice: Choice<M::Connection>) -> Option<HabitGuard<M>> {
        let mut state = self.state();
        let connection = if state.closed { None } else { choice(&mut state.idle) }?;
        state.busy += 1;
        drop(state);
        Some(HabitGuard::new(connection, Place::new(self)))
    }

    async fn open(self: &Arc<Self>, place: Place<M>) -> Result<HabitGuard<M>, PoolError> {
        let opening = Opening(Some(place));
        let connection = self.connect().await;
        let place = opening.done();
        let connection = connection?;
        if self.state().closed {
            drop_quietly(connection);
            return Err(PoolError::Closed);
        }
        let guard = HabitGuard::new(connection, place);
        self.tend();
        Ok(guard)
    }

    /// Connects, after a pause if that is the habit, unless the pool has closed.
    pub(super) async fn connect(&self) -> Result<M::Connection, PoolError> {
        let pause = match self.subject.habit {
            Habit::Pause => 5,
            Habit::Jitter => 1 + random::below(5) as u64,
            _ => 0,
        };
        if pause > 0 {
            tokio::time::sleep(Duration::from_millis(pause)).await;
        }
        if self.state().closed {
            return Err(PoolError::Closed);
        }
        self.manager.connect().await.map_err(connect_error)
    }

    /// Opens a spare connection in the background.
    fn tend(self: &Arc<Self>) {
        let Some(place) = self.place_for_spare() else { return };
        let shared = Arc::clone(self);
        tokio::spawn(async move {
            // A place is not to be lost to a connect that hangs.
            if let Ok(Ok(connection)) = tokio::time::timeout(PATIENCE, shared.connect()).await {
                shared.park(connection, place);
            }
        });
    }
}

/// One of the idle connections.
type Choice<C> = fn(&mut Vec<C>) -> Option<C>;

enum Found<M: ManageConnection> {
    Idle(HabitGuard<M>),
    Place(Place<M>),
    Nothing,
}

/// A place while its connection is being opened.
struct Opening<M: ManageConnection>(Option<Place<M>>);

impl<M: ManageConnection> Opening<M> {
    fn done(mut self) -> Place<M> {
        self.0.take().expect("a place is there until the connect is done")
    }
}

impl<M: ManageConnection> Drop for Opening<M> {
    fn drop(&mut self) {
        match self.0.take() {
            Some(place) if place.is_lost_when_given_up() => place.lose(),
            given_up => drop(given_up),
        }
    }
}
