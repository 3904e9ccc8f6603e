//! A pool without any type, for lists of pools.

use crate::{__pass_on, Pool, PoolError, Status, async_trait};

/// What can be asked of a pool whose connection does not matter: to close, whether it can serve, and its numbers.
///
/// [`PoolExt::control`](crate::PoolExt::control) makes one from any pool. It carries no type of the pool, so that
/// pools of different databases fit in one list.
///
/// # Contract
///
/// Each method is that of [`Pool`] with the same name, and the same rules speak of it.
///
/// # Examples
///
/// A service answers one readiness probe for all of its pools, and closes all of them at its end:
///
/// ```
/// use std::sync::Arc;
///
/// use pool_protocol::{PoolControl, PoolError};
///
/// async fn ready(pools: &[Arc<dyn PoolControl>]) -> Result<(), PoolError> {
///     for pool in pools {
///         pool.health_check().await?;
///     }
///     Ok(())
/// }
///
/// async fn shut_down(pools: &[Arc<dyn PoolControl>]) {
///     for pool in pools {
///         if let Err(error) = pool.close().await {
///             eprintln!("{error}");
///         }
///     }
/// }
/// ```
#[async_trait]
pub trait PoolControl: Send + Sync {
    /// `async fn close(&self) -> Result<(), PoolError>`
    ///
    /// Closes the pool: [`Pool::close`], with its errors and its cancel safety.
    ///
    /// # Errors
    ///
    /// Those of [`Pool::close`].
    ///
    /// # Cancel safety
    ///
    /// That of [`Pool::close`] ([LIFE-14](crate::contract#LIFE-14)).
    async fn close(&self) -> Result<(), PoolError>;

    /// `async fn health_check(&self) -> Result<(), PoolError>`
    ///
    /// Says whether the pool can serve: [`Pool::health_check`].
    ///
    /// # Errors
    ///
    /// Those of [`Pool::health_check`].
    ///
    /// # Cancel safety
    ///
    /// That of [`Pool::health_check`].
    async fn health_check(&self) -> Result<(), PoolError>;

    /// `fn status(&self) -> Status`
    ///
    /// Returns a snapshot of the pool's numbers: [`Pool::status`].
    fn status(&self) -> Status;
}

/// A type of its own, so that no value has the methods of [`Pool`] and of [`PoolControl`] at once.
pub(crate) struct Controlled<P>(pub(crate) P);

#[deny(clippy::missing_trait_methods)]
impl<P: Pool> PoolControl for Controlled<P> {
    __pass_on! {
        fn close() -> Result<(), PoolError> = |this| this.0.close();
        fn health_check() -> Result<(), PoolError> = |this| this.0.health_check();
    }
    fn status(&self) -> Status {
        self.0.status()
    }
}
