//! The trait of a pool.

use std::ops::DerefMut;

use crate::{PoolError, Status, async_trait};

/// A pool of connections: lends each connection to one user at a time, and opens no more than `max_size`.
#[doc = include_str!("pool.md")]
#[doc = include_str!("contract/links.md")]
#[async_trait]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a connection pool",
    label = "does not implement `Pool`",
    note = "a pool of another crate needs an adapter: a type that wraps it and implements `pool_protocol::Pool`"
)]
pub trait Pool: Send + Sync {
    /// What a guard gives access to.
    type Connection: Send + 'static;

    /// Owns one connection until it is released or dropped.
    ///
    /// # Contract
    ///
    /// * Nobody else holds its connection ([ACQ-01]).
    /// * Dropping it gives back exactly one slot ([REL-01], [REL-03]): also while its holder panics ([REL-05]), outside a
    ///   runtime ([REL-06]), and when the pool is gone ([RES-02]).
    /// * A connection that is known to be broken is ended ([HLTH-01]), and its slot is free at once ([HLTH-03]).
    /// * While the pool closes, it stays usable, unless the pool declares that it aborts ([LIFE-09]).
    ///
    /// `Drop` cannot wait or report a failure; to have either, call [`release`](Self::release).
    #[doc = include_str!("contract/links.md")]
    type Guard: DerefMut<Target = Self::Connection> + Send + 'static;

    /// `async fn init(&self) -> Result<(), PoolError>`
    ///
    /// Gets the pool ready, opening the first `min_size` connections where the pool does that.
    ///
    /// # Contract
    ///
    /// * After it an acquire works ([LIFE-01]), and exactly `min_size` connections are open ([PRE-01]).
    /// * Once more, it does no harm ([LIFE-02]); on a closed pool, it fails ([LIFE-05]).
    /// * When connecting fails, so does it ([PRE-03]), with nothing left open ([PRE-04]) and in a defined state
    ///   ([PRE-05]).
    ///
    /// # Errors
    ///
    /// * [`PoolError::Connect`]: a first connection could not be opened.
    /// * [`PoolError::Closed`]: the pool is closed for good.
    /// * [`PoolError::InvalidConfig`]: the configuration makes no sense ([PRE-02]).
    ///
    /// # Cancel safety
    ///
    /// Dropping the future leaks nothing and leaves the pool in a defined state: acquire and close settle, and `init`
    /// can be called again or reports [`PoolError::Closed`] ([PRE-05]).
    ///
    /// # Examples
    ///
    /// ```
    /// # use pool_protocol::{Pool, PoolError};
    /// # async fn example(pool: impl Pool) -> Result<(), PoolError> {
    /// pool.init().await?;
    /// let connection = pool.acquire().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc = include_str!("contract/links.md")]
    async fn init(&self) -> Result<(), PoolError>;

    /// `async fn acquire(&self) -> Result<Self::Guard, PoolError>`
    ///
    /// Lends a connection, waiting while all of them are in use.
    ///
    /// # Contract
    ///
    /// * Capacity: all of it can be had ([ACQ-03]); a full pool waits ([ACQ-04]), within a bound on its waiters
    ///   ([LIM-01]); what is idle is used first ([ACQ-06], [ERR-11]); what another user waits for holds up nobody
    ///   ([ACQ-08], [ACQ-09]).
    /// * No wake-up is lost ([ACQ-05], [ACQ-10]).
    /// * Order: first come, first served ([FAIR-01], [FAIR-02]), or at least in bounded time ([FAIR-03]); idle connections
    ///   in the declared order ([FAIR-04]).
    /// * Health: what fails its check is not lent ([HLTH-02], [HLTH-04], [HLTH-05], [HLTH-08]), nor what another user's
    ///   session has left ([RST-01]).
    /// * Limits hold ([TIME-01], [TIME-02], [TIME-05], [TIME-06], [TIME-08]), and who met one costs nothing ([TIME-03],
    ///   [TIME-04]).
    /// * Before [`init`](Self::init) it settles promptly ([LIFE-03]); after [`close`](Self::close) it fails ([LIFE-04]);
    ///   across a close it settles ([LIFE-10], [LIFE-11], [LIFE-12]).
    /// * Failed connects: it settles with an error ([ERR-01]) that is its own ([ERR-10], [ERR-12]), and capacity goes to
    ///   others ([ERR-04], [ERR-05]).
    ///
    /// # Errors
    ///
    /// The kinds tell these cases apart ([ERR-02]); the manager's error is in the chain of `source()` ([ERR-03]).
    ///
    /// * [`PoolError::Closed`]: the pool is closed, or is not open before `init`.
    /// * [`PoolError::Exhausted`]: every connection is in use, and this pool fails at once.
    /// * [`PoolError::Connect`]: no connection could be opened. A pool that tries again until its limit, and knows why it
    ///   failed, reports this and not `Timeout`.
    /// * [`PoolError::Timeout`]: the limit passed, and nothing failed but time.
    /// * [`PoolError::Unhealthy`]: connections were opened, but none passed its check.
    ///
    /// # Panics
    ///
    /// A panic of the manager reaches the caller or becomes an error, and the pool still works ([ERR-07], [ERR-08]).
    ///
    /// # Cancel safety
    ///
    /// Dropping the future gives up its place in the queue, and nothing else: before its first poll ([CANC-01]), while it
    /// waits ([CANC-02]), connects ([CANC-03]) or checks ([CANC-04]), and after it was chosen ([CANC-05]). Nothing stays
    /// behind ([CANC-06]), and no healthy connection is destroyed ([CANC-08]).
    ///
    /// # Examples
    ///
    /// ```
    /// # use pool_protocol::{Pool, PoolError};
    /// # async fn example(pool: impl Pool<Connection = String>) -> Result<(), PoolError> {
    /// let mut connection = pool.acquire().await?;
    /// connection.push_str("hello");
    /// drop(connection);
    /// # Ok(())
    /// # }
    /// ```
    #[doc = include_str!("contract/links.md")]
    async fn acquire(&self) -> Result<Self::Guard, PoolError>;

    /// `async fn release(&self, guard: Self::Guard) -> Result<(), PoolError>`
    ///
    /// Takes a guard back, and waits until its connection is idle again or ended.
    ///
    /// # Contract
    ///
    /// * When it resolves, exactly one slot is free ([REL-02], [REL-03]). It waits for no connect ([REL-08]).
    /// * A guard of another pool is refused ([REL-04]).
    /// * The session is reset for the next user ([RST-01], [RST-02]); a broken connection is ended ([HLTH-01],
    ///   [HLTH-03]), and on a closed pool every one ([LIFE-09], [CONC-03]).
    /// * A slow release hinders nobody else ([ACQ-08]).
    ///
    /// # Errors
    ///
    /// Whatever the error, the guard is gone and its slot is free ([REL-01]).
    ///
    /// * [`PoolError::ForeignGuard`]: another pool lent the guard. It is dropped, which gives its connection back to the
    ///   pool it came from.
    /// * [`PoolError::Unhealthy`]: the connection failed its check, or its ending failed. A pool MAY report this; there is
    ///   nothing that the caller has to do.
    ///
    /// # Panics
    ///
    /// A panic of the manager reaches the caller or becomes an error, with capacity intact ([ERR-08]).
    ///
    /// # Cancel safety
    ///
    /// Dropping the future still returns or ends the connection and frees the slot ([CANC-07]). What is lost is the wait
    /// for it, and its result.
    ///
    /// # Examples
    ///
    /// ```
    /// # use pool_protocol::{Pool, PoolError};
    /// # async fn example(pool: impl Pool) -> Result<(), PoolError> {
    /// let connection = pool.acquire().await?;
    /// pool.release(connection).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc = include_str!("contract/links.md")]
    async fn release(&self, guard: Self::Guard) -> Result<(), PoolError>;

    /// `async fn close(&self) -> Result<(), PoolError>`
    ///
    /// Closes the pool: lends nothing more, settles the waiters, and ends the connections.
    ///
    /// What becomes of connections in use is for the pool to declare: *detach* (close does not wait for them), *wait* or
    /// *abort*.
    ///
    /// # Contract
    ///
    /// * Afterwards nothing is lent ([LIFE-04]), for good ([LIFE-05]). Closing again is harmless ([LIFE-06]), also at the
    ///   same time ([LIFE-07]).
    /// * Connections: idle ones are ended ([LIFE-08]), whatever fails or hangs ([LIFE-15], [TIME-08]); those in use when
    ///   they come back ([LIFE-09], [CONC-03]), for which *wait* waits ([LIFE-13]).
    /// * Acquires under way settle ([LIFE-10], [LIFE-11]), and a running connect does not leak ([LIFE-12]).
    /// * At the end everything has been ended once ([ACCT-04]), and nothing goes on ([RES-03]).
    ///
    /// # Errors
    ///
    /// Whatever the error but the last, the pool is closed.
    ///
    /// * [`PoolError::Closed`]: the pool was closed already, and this pool does not pass over that.
    /// * [`PoolError::Unhealthy`]: the ending of a connection failed. A pool MAY report this, after it has ended the
    ///   others.
    /// * [`PoolError::Unsupported`]: the pool cannot be closed. It is as it was, and ends with its last handle and guard.
    ///
    /// # Panics
    ///
    /// A panic of the manager's `disconnect`, or of a connection's `Drop`, reaches the caller or becomes an error
    /// ([ERR-08]).
    ///
    /// # Cancel safety
    ///
    /// Dropping the future midway leaves the pool closed to newcomers; what remains is finished by the pool itself, by the
    /// next `close` or by the last drop ([LIFE-14]). So a caller MAY put a limit of its own around `close`.
    ///
    /// # Examples
    ///
    /// ```
    /// # use pool_protocol::{Pool, PoolError};
    /// # async fn example(pool: impl Pool) -> Result<(), PoolError> {
    /// pool.close().await?;
    /// assert!(matches!(pool.acquire().await, Err(PoolError::Closed)));
    /// # Ok(())
    /// # }
    /// ```
    #[doc = include_str!("contract/links.md")]
    async fn close(&self) -> Result<(), PoolError>;

    /// `async fn health_check(&self) -> Result<(), PoolError>`
    ///
    /// Says whether connections can be had, as a readiness probe asks it.
    ///
    /// # Contract
    ///
    /// The answer is true and comes in time, also during an outage and while everything is in use or hangs; a full pool is
    /// not an unhealthy one ([HLTH-09]).
    ///
    /// # Errors
    ///
    /// * [`PoolError::Closed`]: the pool is closed.
    /// * [`PoolError::Connect`]: no connection could be opened.
    /// * [`PoolError::Unhealthy`]: a connection was there, but failed its check.
    /// * [`PoolError::Timeout`]: connecting or checking took longer than the limit.
    ///
    /// # Panics
    ///
    /// As for [`acquire`](Self::acquire).
    ///
    /// # Cancel safety
    ///
    /// Dropping the future gives up the answer, and nothing else: what holds for a cancelled acquire holds here
    /// ([CANC-02], [CANC-03], [CANC-04]).
    ///
    /// # Examples
    ///
    /// ```
    /// # use pool_protocol::Pool;
    /// async fn ready(pool: &impl Pool) -> &'static str {
    ///     match pool.health_check().await {
    ///         Ok(()) => "200 OK",
    ///         Err(_) => "503 Service Unavailable",
    ///     }
    /// }
    /// ```
    #[doc = include_str!("contract/links.md")]
    async fn health_check(&self) -> Result<(), PoolError>;

    /// `fn status(&self) -> Status`
    ///
    /// Returns a snapshot of the pool's numbers.
    ///
    /// # Contract
    ///
    /// It works at any time, never waits for the manager, and reports the configured limits ([ACCT-06]). The numbers are
    /// sane at any moment ([ACCT-02]), and add up at rest ([ACCT-01], [ACCT-03], [ACCT-09]) or always ([ACCT-07]).
    ///
    /// # Panics
    ///
    /// Never ([ACCT-06]).
    ///
    /// # Examples
    ///
    /// ```
    /// # use pool_protocol::Pool;
    /// fn saturated(pool: &impl Pool) -> bool {
    ///     let status = pool.status();
    ///     status.in_use == status.max_size
    /// }
    /// ```
    #[doc = include_str!("contract/links.md")]
    fn status(&self) -> Status;
}
