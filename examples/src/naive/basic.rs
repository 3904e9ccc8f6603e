//! A literal translation, wrong on purpose; see the report.

use std::{
    fmt,
    ops::{Deref, DerefMut},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use pool_protocol::{ManageConnection, Pool, PoolError, Status, async_trait};

/// The basic sketch: a list to take connections from and to append them to.
///
/// It opens as many connections as are asked for, never checks or ends one, keeps what another pool handed out, and
/// `init` and `close` do nothing.
pub struct BasicPool<M: ManageConnection> {
    manager: M,
    list: Arc<Mutex<Vec<M::Connection>>>,
}

impl<M: ManageConnection> BasicPool<M> {
    /// Makes an empty pool.
    #[must_use]
    pub fn new(manager: M) -> Self {
        Self { manager, list: Arc::default() }
    }
}

impl<M: ManageConnection> fmt::Debug for BasicPool<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BasicPool").field("idle", &lock(&self.list).len()).finish_non_exhaustive()
    }
}

#[async_trait]
impl<M: ManageConnection> Pool for BasicPool<M> {
    type Connection = M::Connection;
    type Guard = BasicGuard<M::Connection>;

    async fn init(&self) -> Result<(), PoolError> {
        Ok(())
    }

    async fn acquire(&self) -> Result<Self::Guard, PoolError> {
        let popped = lock(&self.list).pop();
        let connection = match popped {
            Some(connection) => connection,
            None => self.manager.connect().await.map_err(|error| PoolError::Connect(error.into()))?,
        };
        Ok(BasicGuard { connection: Some(connection), list: Arc::clone(&self.list) })
    }

    // Whichever pool handed it out.
    async fn release(&self, mut guard: Self::Guard) -> Result<(), PoolError> {
        lock(&self.list).extend(guard.connection.take());
        Ok(())
    }

    async fn close(&self) -> Result<(), PoolError> {
        Ok(())
    }

    async fn health_check(&self) -> Result<(), PoolError> {
        Ok(())
    }

    // The sketch counts nothing, so connections in use are nobody's.
    fn status(&self) -> Status {
        let mut status = Status::default();
        status.idle = lock(&self.list).len();
        status.size = status.idle;
        status.max_size = usize::MAX;
        status
    }
}

/// What the sketch's context manager yields.
pub struct BasicGuard<C> {
    connection: Option<C>,
    list: Arc<Mutex<Vec<C>>>,
}

impl<C> fmt::Debug for BasicGuard<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BasicGuard").finish_non_exhaustive()
    }
}

impl<C> Deref for BasicGuard<C> {
    type Target = C;

    fn deref(&self) -> &C {
        self.connection.as_ref().expect("only a release takes the connection")
    }
}

impl<C> DerefMut for BasicGuard<C> {
    fn deref_mut(&mut self) -> &mut C {
        self.connection.as_mut().expect("only a release takes the connection")
    }
}

impl<C> Drop for BasicGuard<C> {
    fn drop(&mut self) {
        lock(&self.list).extend(self.connection.take());
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
