//! Convenience for users of a pool.

use std::sync::Arc;

use crate::{Pool, PoolControl, PoolError, control::Controlled};

/// Convenience for users of a pool, on top of [`Pool`].
///
/// Every pool has these methods and no pool overrides them: they are not part of the contract. Generic code asks
/// for `P: Pool` and imports this trait; a bound `P: PoolExt` would hide from the compiler that the futures are
/// `Send`.
pub trait PoolExt: Pool {
    /// `async fn with<T, E>(&self, work: impl AsyncFnOnce(&mut Self::Connection) -> Result<T, E>) -> Result<T, E>`
    ///
    /// Lends a connection to `work` for as long as that runs, and awaits its release.
    ///
    /// The release is awaited whatever `work` returns, so that when `with` resolves, the connection is back
    /// ([REL-02], *explicit-release*) and its session reset where the pool does that.
    ///
    /// # Errors
    ///
    /// * What [`acquire`](Pool::acquire) fails with; `work` is then not called.
    /// * What `work` returned.
    ///
    /// A release that fails does not change the result: the work was done, and the slot is free whatever the error.
    /// To learn of it, call [`release`](Pool::release).
    ///
    /// # Panics
    ///
    /// If `work` panics, so does `with`. The guard is dropped on the way, which gives the connection back
    /// ([REL-05]).
    ///
    /// # Cancel safety
    ///
    /// Dropping the future drops whatever it was doing: the acquire ([CANC-02]), the future of `work` and then
    /// the guard, which gives the connection back ([REL-01]), or the release ([CANC-07]). The connection is
    /// not lost, but nothing awaits its return, and what `work` had begun stays half done.
    ///
    /// # Examples
    ///
    /// ```
    /// use pool_protocol::{BoxError, Pool, PoolExt};
    /// use tokio::{io::AsyncWriteExt, net::TcpStream};
    ///
    /// async fn greet(pool: &impl Pool<Connection = TcpStream>, name: &str) -> Result<usize, BoxError> {
    ///     pool.with(async |connection| {
    ///         connection.write_all(b"HELLO ").await?;
    ///         connection.write_all(name.as_bytes()).await?;
    ///         Ok(name.len())
    ///     })
    ///     .await
    /// }
    /// ```
    ///
    /// Where the connection is generic, its type has to be written: `async |connection: &mut P::Connection|`.
    #[doc = include_str!("contract/links.md")]
    fn with<T, E, F>(&self, work: F) -> impl Future<Output = Result<T, E>>
    where
        E: From<PoolError>,
        F: AsyncFnOnce(&mut Self::Connection) -> Result<T, E>,
    {
        async move {
            let mut guard = self.acquire().await?;
            let outcome = work(&mut guard).await;
            drop(self.release(guard).await);
            outcome
        }
    }

    /// `fn control(self) -> Arc<dyn PoolControl>`
    ///
    /// Turns a handle of the pool into a view without types: for lists of pools of different databases, which are
    /// closed, shown and asked for their health together.
    ///
    /// It takes a handle by value. Where the pool is `Clone`, give it a clone; where it is in an `Arc`, a clone of
    /// that.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::sync::Arc;
    ///
    /// use pool_protocol::{Pool, PoolControl, PoolExt};
    ///
    /// fn all<U, O>(users: &Arc<U>, orders: &Arc<O>) -> Vec<Arc<dyn PoolControl>>
    /// where
    ///     U: Pool + 'static,
    ///     O: Pool + 'static,
    /// {
    ///     vec![users.clone().control(), orders.clone().control()]
    /// }
    /// ```
    fn control(self) -> Arc<dyn PoolControl>
    where
        Self: Sized + 'static,
    {
        Arc::new(Controlled(self))
    }
}

impl<P: Pool + ?Sized> PoolExt for P {}
