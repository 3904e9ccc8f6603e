//! Counting what a pool does.

use crate::{Counters, Pool};

/// A pool that counts what it does.
///
/// # Contract
///
/// * [ACCT-09] (*observability*) Counters SHOULD NOT go backwards, and the count of waiters SHOULD be exact at rest.
///
/// # Examples
///
/// ```
/// use pool_protocol::Observe;
///
/// /// How long an acquire that queues waits, in seconds on average.
/// fn average_wait(pool: &impl Observe) -> f64 {
///     let counters = pool.counters();
///     counters.wait_time.as_secs_f64() / (counters.waited.max(1) as f64)
/// }
/// ```
#[doc = include_str!("../contract/links.md")]
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not count what it does",
    label = "does not implement `Observe`",
    note = "`Observe` is an extension that not every pool has, and that an erased pool does not carry",
    note = "a wrapper keeps the extensions of its pool with `pool_protocol::forward_extension!`"
)]
pub trait Observe: Pool {
    /// `fn counters(&self) -> Counters`
    ///
    /// Returns what the pool has counted since it was made.
    ///
    /// # Contract
    ///
    /// [ACCT-09] (*observability*). As for [`status`](Pool::status), it works at any time and never waits for the
    /// manager ([ACCT-06]).
    ///
    /// # Panics
    ///
    /// Never.
    ///
    /// # Examples
    ///
    /// ```
    /// # use pool_protocol::Observe;
    /// fn report(pool: &impl Observe) -> String {
    ///     let counters = pool.counters();
    ///     format!("{} opened, {} ended", counters.opened, counters.ended.total())
    /// }
    /// ```
    #[doc = include_str!("../contract/links.md")]
    fn counters(&self) -> Counters;
}
