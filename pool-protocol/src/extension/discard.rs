//! Giving a connection back to be ended.

use crate::{Pool, PoolError, async_trait};

/// A pool that ends a connection when its holder asks for it.
///
/// The holder may know what neither `has_broken` nor `is_valid` can see: that an answer was read half, or that a
/// transaction is in doubt.
///
/// # Contract
///
/// * [REL-09] (*discard*) A guard that is discarded MUST have its connection ended, never lent again, and its
///   place free at once: a waiter is served by a replacement.
///
/// # Examples
///
/// ```
/// use pool_protocol::{BoxError, Discard, Pool};
///
/// async fn exchange<P: Discard<Connection = String>>(pool: &P) -> Result<(), BoxError> {
///     let mut connection = pool.acquire().await?;
///     connection.push_str("half an answer");
///     if connection.ends_with('\n') {
///         pool.release(connection).await?;
///     } else {
///         pool.discard(connection).await?;
///     }
///     Ok(())
/// }
/// ```
#[doc = include_str!("../contract/links.md")]
#[async_trait]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot discard a connection",
    label = "does not implement `Discard`",
    note = "`Discard` is an extension that not every pool has, and that an erased pool does not carry",
    note = "a wrapper keeps the extensions of its pool with `pool_protocol::forward_extension!`"
)]
pub trait Discard: Pool {
    /// `async fn discard(&self, guard: Self::Guard) -> Result<(), PoolError>`
    ///
    /// Takes a guard back and ends its connection, which is never lent again.
    ///
    /// # Contract
    ///
    /// [REL-09] (*discard*). The guard gives back exactly one slot ([REL-03]), the connection is ended once
    /// ([ACCT-04]), and under *graceful-end* through `disconnect` ([ACCT-08]). A guard that another pool lent is
    /// refused ([REL-04], *handle-release*). On a closed pool this is what `release` does ([LIFE-09]).
    ///
    /// # Errors
    ///
    /// Whatever the error, the guard is gone, its connection is not lent again, and its slot is free.
    ///
    /// * [`PoolError::ForeignGuard`]: another pool lent the guard, which is dropped.
    /// * [`PoolError::Unhealthy`]: the ending failed. A pool MAY report this; there is nothing that the caller has to
    ///   do.
    ///
    /// # Panics
    ///
    /// As for [`Pool::release`].
    ///
    /// # Cancel safety
    ///
    /// Dropping the future MUST still end the connection and free the slot ([CANC-07], *explicit-release*). What is
    /// lost is the wait for it, and its result.
    ///
    /// # Examples
    ///
    /// ```
    /// # use pool_protocol::{Discard, PoolError};
    /// # async fn example(pool: impl Discard) -> Result<(), PoolError> {
    /// let connection = pool.acquire().await?;
    /// pool.discard(connection).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc = include_str!("../contract/links.md")]
    async fn discard(&self, guard: Self::Guard) -> Result<(), PoolError>;
}
