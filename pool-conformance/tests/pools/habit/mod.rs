//! A plain pool with one habit: it takes its time, or chooses at random among equals. No habit breaks a rule, but where a slip
//! comes with it.

mod acquire;
mod place;
mod random;
mod shared;
mod wait;

use std::{
    ops::{Deref, DerefMut},
    sync::Arc,
    time::Duration,
};

use pool_conformance::{Capability, Declaration, Probe, ProbeConnection, Setup, Subject};
use pool_protocol::{ManageConnection, Pool, PoolError, Status, async_trait};

use self::{place::Place, shared::Shared};
use super::common::unhealthy;

/// How long a connect in the background, or the end of a connection, may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// What the pool does in its own way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Habit {
    /// Once a connection is lent, it opens another in the background, within its bound, if none is idle.
    Spare,
    /// It waits five milliseconds before it connects.
    Pause,
    /// It waits for one to five milliseconds, as chance will have it.
    Jitter,
    /// It has no limit on acquires, whatever is asked for.
    Unlimited,
    /// Its waiters all listen to a `watch` channel.
    Watch,
    /// An unbiased `select!` chooses between the first and the last of the idle connections.
    Select,
    /// It lends any of the idle connections.
    RandomIdle,
    /// It wakes any of the waiters.
    RandomWaiter,
}

impl Habit {
    pub(crate) const ALL: [Self; 8] = [
        Self::Spare,
        Self::Pause,
        Self::Jitter,
        Self::Unlimited,
        Self::Watch,
        Self::Select,
        Self::RandomIdle,
        Self::RandomWaiter,
    ];
}

/// A mistake that comes with a habit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Slip {
    /// Who was told of something and gives up tells nobody else.
    PassesNothingOn,
    /// Now and then nobody is told of what has come back.
    TellsNobody,
    /// A place is lost where a connect is given up.
    LosesPlace,
    /// The spare connection has no place of its own.
    OpensTooMany,
}

/// A pool to judge: its habit, and its mistake if it has one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Habitual {
    pub(crate) habit: Habit,
    pub(crate) slip: Option<Slip>,
}

impl Subject for Habitual {
    type Pool = HabitPool<Probe>;

    async fn build(&self, setup: Setup) -> HabitPool<Probe> {
        let limit = setup.acquire_timeout.filter(|_| self.habit != Habit::Unlimited);
        let (min, max) = (setup.min_size, setup.max_size);
        HabitPool { shared: Arc::new(Shared::new(setup.manager, *self, (min, max), limit)) }
    }

    fn declaration(&self) -> Declaration {
        let declaration = Declaration::new().claim(Capability::ErrorSource);
        match self.habit {
            Habit::Unlimited => declaration,
            _ => declaration.claim(Capability::Timeout),
        }
    }
}

pub(crate) struct HabitPool<M: ManageConnection> {
    shared: Arc<Shared<M>>,
}

#[async_trait]
impl<M: ManageConnection> Pool for HabitPool<M> {
    type Connection = M::Connection;
    type Guard = HabitGuard<M>;

    async fn init(&self) -> Result<(), PoolError> {
        let shared = &self.shared;
        let _filling = shared.filling.lock().await;
        let mut opened = Vec::new();
        while let Some(place) = shared.place_to_fill()? {
            opened.push((shared.connect().await?, place));
        }
        for (connection, place) in opened {
            shared.park(connection, place);
        }
        shared.is_filled()
    }

    async fn acquire(&self) -> Result<HabitGuard<M>, PoolError> {
        match self.shared.limit {
            Some(limit) => {
                tokio::time::timeout(limit, self.shared.serve()).await.unwrap_or(Err(PoolError::Timeout))
            }
            None => self.shared.serve().await,
        }
    }

    async fn release(&self, guard: HabitGuard<M>) -> Result<(), PoolError> {
        if !Arc::ptr_eq(guard.place.shared(), &self.shared) {
            return Err(PoolError::ForeignGuard);
        }
        drop(guard);
        Ok(())
    }

    async fn close(&self) -> Result<(), PoolError> {
        self.shared.refuse();
        while let Some((connection, place)) = self.shared.take_to_end() {
            // A connection of which the end hangs is dropped.
            let _ = tokio::time::timeout(PATIENCE, self.shared.manager.disconnect(connection)).await;
            drop(place);
        }
        Ok(())
    }

    async fn health_check(&self) -> Result<(), PoolError> {
        let mut guard = self.acquire().await?;
        let checked = self.shared.manager.is_valid(&mut guard).await;
        checked.map_err(|error| {
            guard.spoiled = true;
            unhealthy(error)
        })
    }

    fn status(&self) -> Status {
        self.shared.status()
    }
}

/// One connection in use.
pub(crate) struct HabitGuard<M: ManageConnection> {
    /// There until the guard is dropped.
    connection: Option<M::Connection>,
    place: Place<M>,
    spoiled: bool,
}

impl<M: ManageConnection> HabitGuard<M> {
    fn new(connection: M::Connection, mut place: Place<M>) -> Self {
        place.lend();
        Self { connection: Some(connection), place, spoiled: false }
    }
}

impl<M: ManageConnection> Drop for HabitGuard<M> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            self.place.give_back(connection, self.spoiled);
        }
    }
}

impl<M: ManageConnection> Deref for HabitGuard<M> {
    type Target = M::Connection;

    fn deref(&self) -> &M::Connection {
        self.connection.as_ref().expect("a guard in use has a connection")
    }
}

impl<M: ManageConnection> DerefMut for HabitGuard<M> {
    fn deref_mut(&mut self) -> &mut M::Connection {
        self.connection.as_mut().expect("a guard in use has a connection")
    }
}

/// A probe's connection is what all of this is tried with.
const _: fn(&HabitGuard<Probe>) -> &ProbeConnection = |guard| guard;
