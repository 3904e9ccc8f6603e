//! Acquiring with a limit of the caller's own.

use std::time::Duration;

use crate::{Pool, PoolError, async_trait};

/// A pool whose acquire takes a limit from the caller.
///
/// The pool's own limit, where it has one, holds as well: the earlier of the two counts. A timer around
/// [`acquire`](Pool::acquire) is not the same. It drops the future, so that the pool cannot say why it did not
/// connect, and it needs a runtime's clock.
///
/// # Contract
///
/// What holds for an acquire holds for this one. The rules of the capability *timeout* are asked of the limit that is
/// given: [TIME-01] to [TIME-06] and [TIME-08].
///
/// # Examples
///
/// A request that has a deadline:
///
/// ```
/// use std::time::{Duration, Instant};
///
/// use pool_protocol::{AcquireTimeout, PoolError};
///
/// async fn before<P: AcquireTimeout>(pool: &P, deadline: Instant) -> Result<P::Guard, PoolError> {
///     let left: Duration = deadline.saturating_duration_since(Instant::now());
///     pool.acquire_timeout(left).await
/// }
/// ```
#[doc = include_str!("../contract/links.md")]
#[async_trait]
#[diagnostic::on_unimplemented(
    message = "`{Self}` takes no limit for a single acquire",
    label = "does not implement `AcquireTimeout`",
    note = "`AcquireTimeout` is an extension that not every pool has, and that an erased pool does not carry",
    note = "a wrapper keeps the extensions of its pool with `pool_protocol::forward_extension!`"
)]
pub trait AcquireTimeout: Pool {
    /// `async fn acquire_timeout(&self, limit: Duration) -> Result<Self::Guard, PoolError>`
    ///
    /// Lends a connection as [`acquire`](Pool::acquire) does, and gives up once `limit` has passed.
    ///
    /// # Contract
    ///
    /// * [TIME-01] It fails with [`PoolError::Timeout`] not before the limit and not much after it.
    /// * [TIME-02] The limit covers waiting, connecting and checking together, or each of them where the pool
    ///   declares so.
    /// * [TIME-05] `Duration::ZERO` does not wait.
    /// * [TIME-06] `Duration::MAX` neither panics nor overflows.
    ///
    /// # Errors
    ///
    /// Those of [`acquire`](Pool::acquire).
    ///
    /// # Panics
    ///
    /// As for [`acquire`](Pool::acquire).
    ///
    /// # Cancel safety
    ///
    /// As for [`acquire`](Pool::acquire).
    ///
    /// # Examples
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use pool_protocol::{AcquireTimeout, PoolError};
    /// # async fn example(pool: impl AcquireTimeout<Connection = String>) -> Result<(), PoolError> {
    /// let mut connection = pool.acquire_timeout(Duration::from_millis(200)).await?;
    /// connection.push_str("hello");
    /// # Ok(())
    /// # }
    /// ```
    #[doc = include_str!("../contract/links.md")]
    async fn acquire_timeout(&self, limit: Duration) -> Result<Self::Guard, PoolError>;
}
