//! Acquiring without waiting.

use crate::Pool;

/// A pool that can lend an idle connection at once.
///
/// # Contract
///
/// * [TRY-01] (*try-acquire*) Trying to acquire MUST NOT wait for other users or for I/O, break the bound or
///   overtake a waiter.
///
/// What holds for a guard of [`acquire`](Pool::acquire) holds for this one, but that a pool which checks connections before
/// it lends them may lend it unchecked: a check would have to be awaited.
///
/// # Examples
///
/// Work that is worth doing only while the pool has time for it:
///
/// ```
/// use pool_protocol::{Pool, PoolError, TryAcquire};
///
/// async fn warm_cache<P: TryAcquire<Connection = String>>(pool: &P) -> Result<bool, PoolError> {
///     let Some(mut connection) = pool.try_acquire() else {
///         return Ok(false);
///     };
///     connection.push_str("hello");
///     pool.release(connection).await?;
///     Ok(true)
/// }
/// ```
#[doc = include_str!("../contract/links.md")]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot acquire without waiting",
    label = "does not implement `TryAcquire`",
    note = "`TryAcquire` is an extension that not every pool has, and that an erased pool does not carry",
    note = "a wrapper keeps the extensions of its pool with `pool_protocol::forward_extension!`"
)]
pub trait TryAcquire: Pool {
    /// `fn try_acquire(&self) -> Option<Self::Guard>`
    ///
    /// Lends an idle connection if one is there and nobody is in the queue; never opens one, and never waits.
    ///
    /// A connection that the pool would have to check first is not ready: `None` is a lawful answer although one is
    /// idle. `None` also stands for a closed pool; [`Pool::status`] tells.
    ///
    /// # Contract
    ///
    /// [TRY-01] (*try-acquire*). The bound holds ([ACQ-02]), a closed pool lends nothing ([LIFE-04]), and
    /// nobody in the queue is overtaken.
    ///
    /// # Panics
    ///
    /// As for [`Pool::acquire`]: a panic of the manager's `has_broken` MAY reach the caller ([ERR-08],
    /// *panic-ext*).
    ///
    /// # Examples
    ///
    /// ```
    /// # use pool_protocol::TryAcquire;
    /// fn can_serve_now(pool: &impl TryAcquire) -> bool {
    ///     pool.try_acquire().is_some()
    /// }
    /// ```
    #[doc = include_str!("../contract/links.md")]
    fn try_acquire(&self) -> Option<Self::Guard>;
}
