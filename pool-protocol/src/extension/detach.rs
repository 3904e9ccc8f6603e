//! Taking a connection away from its pool.

use crate::Pool;

/// A pool that gives a connection away for good.
///
/// A session that lasts, such as one that listens for notifications, would use up a slot of the pool.
///
/// # Contract
///
/// * [REL-07] (*detach*) A guard MAY be turned into a bare connection, which the pool no longer counts or ends.
///
/// # Examples
///
/// ```
/// use pool_protocol::{Detach, Pool, PoolError};
///
/// async fn listener<P: Detach>(pool: &P) -> Result<P::Connection, PoolError> {
///     let guard = pool.acquire().await?;
///     Ok(pool.detach(guard))
/// }
/// ```
#[doc = include_str!("../contract/links.md")]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot give a connection away",
    label = "does not implement `Detach`",
    note = "`Detach` is an extension that not every pool has, and that an erased pool does not carry",
    note = "a wrapper keeps the extensions of its pool with `pool_protocol::forward_extension!`"
)]
pub trait Detach: Pool {
    /// `fn detach(&self, guard: Self::Guard) -> Self::Connection`
    ///
    /// Turns a guard into its connection, and frees the slot: a waiter is served by a new connection.
    ///
    /// The connection is the caller's from now on, who ends it. The pool does not end it and does not count it, also
    /// not at its own end.
    ///
    /// # Contract
    ///
    /// [REL-07] (*detach*). The guard gives back exactly one slot ([REL-03]). A guard that another pool lent frees
    /// the slot there, or nowhere; this pool stays as it was ([REL-04], *handle-release*).
    ///
    /// # Panics
    ///
    /// Never.
    ///
    /// # Examples
    ///
    /// ```
    /// # use pool_protocol::{Detach, PoolError};
    /// # async fn example(pool: impl Detach<Connection = String>) -> Result<(), PoolError> {
    /// let guard = pool.acquire().await?;
    /// let connection: String = pool.detach(guard);
    /// # Ok(())
    /// # }
    /// ```
    #[doc = include_str!("../contract/links.md")]
    fn detach(&self, guard: Self::Guard) -> Self::Connection;
}
