//! Changing the bound at run time.

use crate::{Pool, PoolError, async_trait};

/// A pool whose bound can change while it runs.
///
/// # Contract
///
/// * [MNT-03] (*resize*) The bound MAY change at run time: lowered, it takes effect as guards return; raised, it
///   wakes waiters. 0, and a bound below `min_size`, MUST be refused.
///
/// # Examples
///
/// ```
/// use pool_protocol::{PoolError, Resize};
///
/// async fn double(pool: &impl Resize) -> Result<(), PoolError> {
///     pool.resize(pool.status().max_size * 2).await
/// }
/// ```
#[doc = include_str!("../contract/links.md")]
#[async_trait]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot change its bound while it runs",
    label = "does not implement `Resize`",
    note = "`Resize` is an extension that not every pool has, and that an erased pool does not carry",
    note = "a wrapper keeps the extensions of its pool with `pool_protocol::forward_extension!`"
)]
pub trait Resize: Pool {
    /// `async fn resize(&self, max_size: usize) -> Result<(), PoolError>`
    ///
    /// Sets how many connections there can be, and ends idle ones that are too many.
    ///
    /// Guards that were lent under a larger bound stay as they are. Until they are back, the larger bound counts
    /// ([ACQ-02]).
    ///
    /// # Contract
    ///
    /// [MNT-03] (*resize*). From then on [`Status::max_size`](crate::Status::max_size) is the new bound
    /// ([ACCT-06]).
    ///
    /// # Errors
    ///
    /// The bound stays as it was.
    ///
    /// * [`PoolError::InvalidConfig`]: `max_size` is 0 or below `min_size`.
    /// * [`PoolError::Closed`]: the pool is closed.
    ///
    /// # Panics
    ///
    /// As for [`Pool::release`].
    ///
    /// # Cancel safety
    ///
    /// Once the future has been polled, the bound is set; what is lost is the wait for the endings, which leak nothing
    /// ([ACCT-04]).
    ///
    /// # Examples
    ///
    /// ```
    /// # use pool_protocol::{PoolError, Resize};
    /// # async fn example(pool: impl Resize) -> Result<(), PoolError> {
    /// pool.resize(20).await?;
    /// assert_eq!(pool.status().max_size, 20);
    /// # Ok(())
    /// # }
    /// ```
    #[doc = include_str!("../contract/links.md")]
    async fn resize(&self, max_size: usize) -> Result<(), PoolError>;
}
