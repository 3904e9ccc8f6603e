//! A literal translation, wrong on purpose; see the report.

use std::{
    collections::{HashSet, VecDeque},
    fmt,
    ops::{Deref, DerefMut},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use pool_protocol::{ManageConnection, Pool, PoolError, Status, async_trait};

/// The advanced sketch: a list, a set of what is in use, and a flag.
///
/// It keeps `max_size` and never looks at it, every `init` fills again, and a `close` that fails or is cancelled
/// leaves the rest as it is. Only one thing differs from the sketch, since in Rust a connection has one owner:
/// `close` cannot destroy what is in use. It forgets those connections as the sketch does, so that their release is
/// the sketch's `KeyError`, here [`PoolError::ForeignGuard`], and drops them.
pub struct AdvancedPool<M: ManageConnection> {
    manager: M,
    min_size: usize,
    max_size: usize,
    lists: Lists<M::Connection>,
}

type Lists<C> = Arc<Mutex<State<C>>>;

/// A Python set holds objects by identity; here a number stands for the connection that a guard owns.
struct State<C> {
    pool: VecDeque<C>,
    in_use: HashSet<u64>,
    next_identity: u64,
    closed: bool,
}

impl<M: ManageConnection> AdvancedPool<M> {
    /// Makes an empty pool.
    #[must_use]
    pub fn new(manager: M, min_size: usize, max_size: usize) -> Self {
        let state = State { pool: VecDeque::new(), in_use: HashSet::new(), next_identity: 0, closed: false };
        Self { manager, min_size, max_size, lists: Arc::new(Mutex::new(state)) }
    }

    async fn create(&self) -> Result<M::Connection, PoolError> {
        self.manager.connect().await.map_err(|error| PoolError::Connect(error.into()))
    }
}

impl<M: ManageConnection> fmt::Debug for AdvancedPool<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AdvancedPool").field("status", &self.status()).finish_non_exhaustive()
    }
}

#[async_trait]
impl<M: ManageConnection> Pool for AdvancedPool<M> {
    type Connection = M::Connection;
    type Guard = AdvancedGuard<M::Connection>;

    async fn init(&self) -> Result<(), PoolError> {
        for _ in 0..self.min_size {
            let connection = self.create().await?;
            lock(&self.lists).pool.push_back(connection);
        }
        Ok(())
    }

    async fn acquire(&self) -> Result<Self::Guard, PoolError> {
        if lock(&self.lists).closed {
            return Err(PoolError::Closed);
        }
        let popped = lock(&self.lists).pool.pop_back();
        let connection = match popped {
            Some(connection) => connection,
            None => self.create().await?,
        };
        let identity = lock(&self.lists).add_in_use();
        Ok(AdvancedGuard { connection: Some(connection), identity, lists: Arc::clone(&self.lists) })
    }

    async fn release(&self, mut guard: Self::Guard) -> Result<(), PoolError> {
        if Arc::ptr_eq(&self.lists, &guard.lists) { guard.give_back() } else { Err(PoolError::ForeignGuard) }
    }

    async fn close(&self) -> Result<(), PoolError> {
        lock(&self.lists).closed = true;
        loop {
            let popped = lock(&self.lists).pool.pop_front();
            let Some(connection) = popped else { break };
            let ending = self.manager.disconnect(connection).await;
            ending.map_err(|error| PoolError::Unhealthy(error.into()))?;
        }
        lock(&self.lists).in_use.clear();
        Ok(())
    }

    async fn health_check(&self) -> Result<(), PoolError> {
        Ok(())
    }

    fn status(&self) -> Status {
        let state = lock(&self.lists);
        let mut status = Status::default();
        status.idle = state.pool.len();
        status.in_use = state.in_use.len();
        status.size = status.idle + status.in_use;
        status.min_size = self.min_size;
        status.max_size = self.max_size;
        status.closed = state.closed;
        status
    }
}

impl<C> State<C> {
    fn add_in_use(&mut self) -> u64 {
        self.next_identity += 1;
        self.in_use.insert(self.next_identity);
        self.next_identity
    }
}

/// What the sketch's context manager yields.
pub struct AdvancedGuard<C> {
    connection: Option<C>,
    identity: u64,
    lists: Lists<C>,
}

impl<C> AdvancedGuard<C> {
    /// The sketch's `release`.
    fn give_back(&mut self) -> Result<(), PoolError> {
        let Some(connection) = self.connection.take() else { return Ok(()) };
        let mut state = lock(&self.lists);
        if state.in_use.remove(&self.identity) {
            state.pool.push_back(connection);
            return Ok(());
        }
        // A connection must not be dropped under the lock: its drop may call the pool.
        drop(state);
        drop(connection);
        Err(PoolError::ForeignGuard)
    }
}

impl<C> fmt::Debug for AdvancedGuard<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AdvancedGuard").field("identity", &self.identity).finish_non_exhaustive()
    }
}

impl<C> Deref for AdvancedGuard<C> {
    type Target = C;

    fn deref(&self) -> &C {
        self.connection.as_ref().expect("only a release takes the connection")
    }
}

impl<C> DerefMut for AdvancedGuard<C> {
    fn deref_mut(&mut self) -> &mut C {
        self.connection.as_mut().expect("only a release takes the connection")
    }
}

impl<C> Drop for AdvancedGuard<C> {
    fn drop(&mut self) {
        // Nobody hears of an error here.
        let _ = self.give_back();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
