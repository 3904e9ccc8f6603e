//! What the handles, the guards and the tasks of one pool have in common.

use std::{
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use pool_protocol::{ManageConnection, PoolError, Status};
use tokio::sync::{self, Notify, watch};

use super::{super::common, Habit, Habitual, Slip, place::Place, random};

pub(super) struct Shared<M: ManageConnection> {
    pub(super) manager: M,
    pub(super) subject: Habitual,
    pub(super) limit: Option<Duration>,
    /// Locked while the first connections are opened.
    pub(super) filling: sync::Mutex<()>,
    /// Changes whenever a waiter may find something.
    pub(super) changes: watch::Sender<()>,
    min: usize,
    max: usize,
    state: Mutex<State<M::Connection>>,
}

pub(super) struct State<C> {
    pub(super) idle: Vec<C>,
    /// How many places are taken by connections that are not idle.
    pub(super) busy: usize,
    /// How many guards there are.
    pub(super) held: usize,
    pub(super) filled: bool,
    pub(super) closed: bool,
    /// Who waits to be told, where not all are told.
    pub(super) waiters: Vec<Arc<Notify>>,
}

impl<C> State<C> {
    fn taken(&self) -> usize {
        self.idle.len() + self.busy
    }
}

impl<M: ManageConnection> Shared<M> {
    pub(super) fn new(
        manager: M,
        subject: Habitual,
        (min, max): (usize, usize),
        limit: Option<Duration>,
    ) -> Self {
        let max = max.max(1);
        let state =
            State { idle: Vec::new(), busy: 0, held: 0, filled: false, closed: false, waiters: Vec::new() };
        let (changes, _) = watch::channel(());
        let (filling, state) = (sync::Mutex::new(()), Mutex::new(state));
        Self { manager, subject, limit, filling, changes, min: min.min(max), max, state }
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State<M::Connection>> {
        common::lock(&self.state)
    }

    /// A place for one of the first connections; none if there are enough.
    pub(super) fn place_to_fill(self: &Arc<Self>) -> Result<Option<Place<M>>, PoolError> {
        let mut state = self.state();
        if state.closed {
            return Err(PoolError::Closed);
        }
        if state.filled || state.taken() >= self.min {
            return Ok(None);
        }
        state.busy += 1;
        drop(state);
        Ok(Some(Place::new(self)))
    }

    /// Notes that the first connections are open.
    pub(super) fn is_filled(&self) -> Result<(), PoolError> {
        let mut state = self.state();
        state.filled = true;
        if state.closed { Err(PoolError::Closed) } else { Ok(()) }
    }

    /// Takes a place if one is free.
    pub(super) fn take_place(self: &Arc<Self>, state: &mut State<M::Connection>) -> Option<Place<M>> {
        if state.taken() >= self.max {
            return None;
        }
        state.busy += 1;
        Some(Place::new(self))
    }

    /// Makes a connection idle that nobody has used, unless the pool has closed.
    pub(super) fn park(&self, connection: M::Connection, mut place: Place<M>) {
        let mut state = self.state();
        if state.closed {
            drop(state);
            common::drop_quietly(connection);
            return;
        }
        state.idle.push(connection);
        state.busy -= place.uncount();
        drop(state);
        self.tell();
    }

    /// Tells whoever waits that there may be something.
    pub(super) fn tell(&self) {
        if self.subject.slip == Some(Slip::TellsNobody) && random::below(2) == 0 {
            return;
        }
        if self.subject.habit == Habit::Watch {
            self.changes.send_replace(());
            return;
        }
        let mut state = self.state();
        if state.waiters.is_empty() {
            return;
        }
        let chosen = match self.subject.habit {
            Habit::RandomWaiter => random::below(state.waiters.len()),
            _ => 0,
        };
        let chosen = state.waiters.remove(chosen);
        drop(state);
        chosen.notify_one();
    }

    /// Lets nobody in any more, and tells all who wait.
    pub(super) fn refuse(&self) {
        let mut state = self.state();
        state.closed = true;
        let waiters = std::mem::take(&mut state.waiters);
        drop(state);
        for waiter in waiters {
            waiter.notify_one();
        }
        self.changes.send_replace(());
    }

    /// An idle connection that is to be ended.
    pub(super) fn take_to_end(self: &Arc<Self>) -> Option<(M::Connection, Place<M>)> {
        let mut state = self.state();
        let connection = state.idle.pop()?;
        state.busy += 1;
        drop(state);
        Some((connection, Place::new(self)))
    }

    /// A place for a spare connection, if this pool keeps one and has none.
    pub(super) fn place_for_spare(self: &Arc<Self>) -> Option<Place<M>> {
        let mut state = self.state();
        if self.subject.habit != Habit::Spare || state.closed || !state.idle.is_empty() {
            return None;
        }
        if self.subject.slip == Some(Slip::OpensTooMany) {
            drop(state);
            return Some(Place::uncounted(self));
        }
        self.take_place(&mut state)
    }

    pub(super) fn status(&self) -> Status {
        let state = self.state();
        let idle = state.idle.len();
        Status::new(idle + state.busy, idle, state.held).limits(self.min, self.max).closed(state.closed)
    }
}

impl<M: ManageConnection> Drop for Shared<M> {
    fn drop(&mut self) {
        let mut state = self.state();
        let idle = std::mem::take(&mut state.idle);
        drop(state);
        idle.into_iter().for_each(common::drop_quietly);
    }
}
