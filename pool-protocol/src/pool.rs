use std::ops::DerefMut;

use crate::{PoolError, Status, async_trait};

/// A pool of connections: lends each connection to one user at a time, and opens no more than `max_size`.
///
/// # Contract
///
/// Every promise has an id, and `pool-conformance` judges it under that id. A promise with a name in
/// parentheses binds the pools that claim this capability; every other promise binds all pools.
///
/// What concerns one call stands at its method, what concerns a guard at [`Guard`](Self::Guard), and what a
/// factory may expect at [`ManageConnection`](crate::ManageConnection). What holds all the time stands here.
/// Five words are used throughout:
///
/// * the *factory* opens and ends connections for the pool: its `ManageConnection`;
/// * a connection is *opened* when the factory's `connect` returned it, and *ended* when its `disconnect`
///   finished or its value was dropped, whichever comes first;
/// * *promptly* means that no timer has to fire first;
/// * *settling* is resolving, with success or with an error;
/// * a pool is *at rest* while no call to it or to its factory is running.
///
/// ## Size
///
/// * **ACQ-02** Open connections and running connects together MUST NOT exceed `max_size`. A connection counts
///   until it is handed to `disconnect` or dropped, and SHOULD count until its `disconnect` has finished.
/// * **ACQ-07** (*growth*) A pool with `min_size` 0 SHOULD NOT open more connections than were ever wanted at
///   once.
/// * **PRE-02** Sizes that make no sense (`max_size` 0, or `min_size` above `max_size`) MUST be refused with
///   [`PoolError::InvalidConfig`] or clamped before any connect, and MUST NOT become a hang later. The
///   constructor is the best place to refuse them.
/// * **PRE-06** (*extreme-sizes*) A very large `max_size` SHOULD cost no memory in proportion, and no panic.
/// * **MNT-01** (*maintain-min*) When connections are lost below `min_size`, the pool MUST restore it without
///   demand, within the period it states, and within `max_size`.
/// * **MNT-02** (*maintain-min*) Ending idle connections MUST NOT take the pool below `min_size`.
///
/// ## Every connection ends once
///
/// * **ACCT-03** At rest, the connections opened less those ended MUST equal [`Status::size`].
/// * **ACCT-04** At the end of the pool's life (closed and no guard left, or the last handle and guard dropped)
///   each opened connection MUST have been ended exactly once.
/// * **ACCT-05** A connection MUST NOT be ended while a guard holds it, nor handed out once its ending began,
///   and the factory MUST NOT be called with one that has ended.
/// * **ACCT-08** (*graceful-end*) Connections SHOULD be ended through `disconnect` and not merely dropped,
///   unless the last handle is dropped outside a runtime.
/// * **HLTH-06** (*idle-timeout*) A connection idle beyond the limit SHOULD be ended before it would next be
///   handed out, and never while held.
/// * **HLTH-07** (*max-lifetime*) A connection older than the limit SHOULD NOT be handed out again; it is ended
///   when next idle or released, and never while held.
/// * **RES-01** Dropping the last handle without closing the pool MUST end every idle connection.
/// * **RES-03** Once the pool is closed, or its last handle and guard are gone, nothing of it MUST remain
///   beyond a bounded wind-down: no task, no timer, no connect.
///
/// ## Outages
///
/// * **ERR-06** Once an outage is over, acquires MUST succeed again with no restart.
/// * **ERR-09** While connecting keeps failing, the attempts in a stretch of time MUST be bounded.
///
/// ## Tasks and threads
///
/// * **CONC-01** The handle MUST be `Send`, `Sync` and cheap to clone, clones sharing one pool; futures and
///   guards MUST be `Send`. An `Arc` around a pool that is not `Clone` will do.
/// * **CONC-02** Under acquires, holds, releases, broken connections, cancellations and status calls from
///   several threads, every promise of all pools MUST hold, and every call MUST settle.
/// * **CONC-04** (*linearizable*) Every history of acquires, releases, closes and status calls SHOULD have an
///   explanation in which they happened one after another.
/// * **CONC-05** (*reentrancy*) The pool MUST NOT hold a lock while it calls the factory, drops a connection or
///   wakes a waiter: that code may call the pool.
/// * **CONC-06** (*single-thread*) The pool SHOULD make progress on a single thread, without time passing and
///   without busy polling.
/// * **CONC-07** Every poll MUST end: the work inside one poll is bounded, also when the factory never has to
///   wait and everything fails.
///
/// ## Abilities that have no method here
///
/// A pool may offer more than this trait. What it offers is judged, too, when it claims so:
///
/// * **TRY-01** (*try-acquire*) Trying to acquire MUST NOT wait for other users or for I/O, break the bound or
///   overtake a waiter.
/// * **REL-07** (*detach*) A guard MAY be turned into a bare connection, which the pool no longer counts or
///   ends.
/// * **MNT-03** (*resize*) The bound MAY change at run time: lowered, it takes effect as guards return; raised,
///   it wakes waiters.
/// * **LIM-01** (*wait-limit*) A pool MAY bound its waiters: an acquire beyond that bound fails promptly.
/// * **ACCT-09** (*observability*) Counters SHOULD NOT go backwards, and a count of waiters SHOULD be exact at
///   rest.
///
/// # Using a pool
///
/// Ask for `P: Pool` and say what the connection must be; the pool is your caller's choice. Take the pool by
/// reference, or as `Arc<P>` to share it among tasks. Where the type must not show, use
/// `Arc<dyn Pool<Connection = C, Guard = G>>`; it is a `Pool` itself.
///
/// ```
/// use pool_protocol::{BoxError, Pool};
/// use tokio::{io::AsyncWriteExt, net::TcpStream};
///
/// async fn ping(pool: &impl Pool<Connection = TcpStream>) -> Result<(), BoxError> {
///     let mut connection = pool.acquire().await?;
///     connection.write_all(b"PING\r\n").await?;
///     pool.release(connection).await?;
///     Ok(())
/// }
/// ```
///
/// When `ping` fails or is cancelled half-way, dropping the guard gives the connection back.
/// [`PoolExt::with`](crate::PoolExt::with) awaits the release in the case of an error as well.
///
/// # Implementing a pool
///
/// Write `#[async_trait]` above the impl (without it the compiler reports E0195, "lifetime parameters do not
/// match"). Every method is required: a method with a body of its own here could be missed by a wrapper without
/// anybody noticing. Implement `Clone` so that clones share the pool, and `Debug`.
///
/// A wrapper forwards every method and lends the inner pool's guards:
///
/// ```
/// use std::sync::atomic::{AtomicU64, Ordering};
///
/// use pool_protocol::{Pool, PoolError, Status, async_trait};
///
/// struct Counted<P> {
///     inner: P,
///     acquired: AtomicU64,
/// }
///
/// #[async_trait]
/// impl<P: Pool> Pool for Counted<P> {
///     type Connection = P::Connection;
///     type Guard = P::Guard;
///
///     async fn init(&self) -> Result<(), PoolError> {
///         self.inner.init().await
///     }
///     async fn acquire(&self) -> Result<P::Guard, PoolError> {
///         let guard = self.inner.acquire().await?;
///         self.acquired.fetch_add(1, Ordering::Relaxed);
///         Ok(guard)
///     }
///     async fn release(&self, guard: P::Guard) -> Result<(), PoolError> {
///         self.inner.release(guard).await
///     }
///     async fn close(&self) -> Result<(), PoolError> {
///         self.inner.close().await
///     }
///     async fn health_check(&self) -> Result<(), PoolError> {
///         self.inner.health_check().await
///     }
///     fn status(&self) -> Status {
///         self.inner.status()
///     }
/// }
/// ```
///
/// A pool for any connection takes a [`ManageConnection`](crate::ManageConnection). Then one test asks for the
/// promises on this page, as far as the kit has rules for them and the pool claims them:
///
/// ```ignore
/// #[test]
/// fn conforms() {
///     pool_conformance::run_all(my_pool);
/// }
/// ```
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
    /// * **ACQ-01** A connection MUST NOT be held by more than one guard at any instant.
    /// * **REL-01** Dropping a guard MUST give back its capacity, and its connection if that is healthy, with no
    ///   further call by anyone.
    /// * **REL-03** A guard MUST give back exactly one slot, whether it is released or dropped.
    /// * **REL-05** A guard dropped while its holder unwinds from a panic MUST give its capacity back. The pool
    ///   MAY discard the connection.
    /// * **REL-06** (*drop-anywhere*) Dropping a guard outside any runtime SHOULD neither panic nor lose
    ///   capacity.
    /// * **RES-02** A guard MAY outlive the pool: it MUST stay usable, and dropping it MUST end or return its
    ///   connection without a panic.
    /// * **HLTH-01** (*health-release*) A connection known to be broken when its guard goes MUST be ended and
    ///   never handed out again.
    /// * **HLTH-03** (*health-release*, *health-borrow*) Discarding it MUST free its capacity at once: a waiter
    ///   is served by a replacement.
    ///
    /// Unless the pool declares that it aborts, a guard held while the pool closes stays usable
    /// (**LIFE-09**). `Drop` cannot wait or report a failure; to have either, call
    /// [`release`](Self::release).
    type Guard: DerefMut<Target = Self::Connection> + Send + 'static;

    /// `async fn init(&self) -> Result<(), PoolError>`
    ///
    /// Gets the pool ready, opening the first `min_size` connections where the pool does that.
    ///
    /// # Contract
    ///
    /// * **LIFE-01** After `init` succeeded, an acquire on a healthy factory MUST work with no further set-up.
    /// * **LIFE-02** A second `init`, later or at the same time, MUST NOT open more than one prefill's worth or
    ///   disturb a running pool. It returns `Ok(())`, or an error of its own.
    /// * **LIFE-05** (*terminal-close*) `init` on a closed pool SHOULD fail with [`PoolError::Closed`].
    /// * **PRE-01** (*prefill*) With a healthy factory and no demand, `init` MUST lead to exactly `min_size`
    ///   open and idle connections: when it returns or, if the pool declares to fill in the background, in time.
    ///   `min_size` 0 means no prefill: none is open.
    /// * **PRE-03** (*prefill*) When connecting fails, `init` MUST return that error in bounded time or, if the
    ///   pool fills in the background, succeed and try again; never succeed and stay unfilled.
    /// * **PRE-04** (*prefill*) An `init` that failed MUST NOT leave a connection open.
    ///
    /// # Errors
    ///
    /// * [`PoolError::Connect`]: a first connection could not be opened.
    /// * [`PoolError::Closed`]: the pool is closed for good.
    /// * [`PoolError::InvalidConfig`]: the configuration makes no sense (**PRE-02**).
    ///
    /// # Cancel safety
    ///
    /// **PRE-05** (*prefill*) Dropping the future MUST NOT leak a connection. Afterwards, as after an error,
    /// acquires and closes settle, and `init` may be called again or reports [`PoolError::Closed`].
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
    async fn init(&self) -> Result<(), PoolError>;

    /// `async fn acquire(&self) -> Result<Self::Guard, PoolError>`
    ///
    /// Lends a connection, waiting while all of them are in use.
    ///
    /// # Contract
    ///
    /// Capacity:
    ///
    /// * **ACQ-03** With a healthy factory, `max_size` connections MUST be obtainable together, with no release
    ///   in between.
    /// * **ACQ-04** On a full pool, `acquire` MUST wait until there is capacity, its limit passes, or the pool
    ///   closes. A pool that declares to fail at once MUST report [`PoolError::Exhausted`] promptly instead.
    /// * **ACQ-05** No wake-up is lost: with N waiters and no newcomers, N returned slots MUST serve all N.
    /// * **ACQ-06** If a healthy idle connection is there, `acquire` MUST use it and not open another.
    /// * **ACQ-08** A slow call to the factory for one acquire or release MUST NOT keep other guards from being
    ///   released or open connections from being lent.
    /// * **ACQ-09** (*race-connect*) A waiter whose own connect is running MAY be served by a released
    ///   connection; the surplus one then becomes idle or is ended.
    /// * **ACQ-10** A pending acquire that was polled with several wakers MUST wake the last of them.
    ///
    /// Health of what is lent:
    ///
    /// * **HLTH-02** (*health-borrow*) An idle connection that fails its check, or does not finish it within the
    ///   limit, MUST be ended and not lent; `acquire` goes on to the next or to a new one, within its limit.
    /// * **HLTH-04** (*health-borrow*) With every idle connection dead, `acquire` MUST still succeed with a new
    ///   one, end each dead one it met once, and keep the bound.
    /// * **HLTH-05** (*health-borrow*) If new connections fail the check as well, `acquire` MUST settle with an
    ///   error after a bounded number of attempts.
    /// * **HLTH-08** (*health-tuning*) A pool MAY add jitter to lifetimes, and MAY skip the check of a connection
    ///   that is new or was used a moment ago.
    ///
    /// The life of the pool:
    ///
    /// * **LIFE-03** An acquire before [`init`](Self::init) MUST settle promptly: it makes the pool ready and
    ///   works, or fails with [`PoolError::Closed`].
    /// * **LIFE-04** After [`close`](Self::close) completed, `acquire` MUST fail with [`PoolError::Closed`]
    ///   promptly, and no connect begins.
    /// * **LIFE-10** A queued acquire MUST settle no later than a close that began meanwhile, with
    ///   [`PoolError::Closed`] or with a working connection. **LIFE-11** and **LIFE-12**, at `close`, say more.
    ///
    /// Limits:
    ///
    /// * **TIME-01** (*timeout*) An acquire with a limit that cannot be served MUST fail with
    ///   [`PoolError::Timeout`], not before the limit and not much after it.
    /// * **TIME-02** (*timeout*) The limit MUST cover waiting, connecting and checking together; a call to the
    ///   factory that hangs does not outlive it.
    /// * **TIME-03** (*timeout*) An acquire that timed out MUST NOT use up capacity.
    /// * **TIME-04** (*timeout*) An acquire that timed out MUST leave the queue: the next free slot goes to the
    ///   next live waiter.
    /// * **TIME-05** (*timeout*) A limit of zero MUST NOT wait: what is there at once SHOULD be lent, else the
    ///   result is [`PoolError::Timeout`]. A pool MAY refuse to be configured so.
    /// * **TIME-06** (*timeout*) `Duration::MAX` as a limit MUST NOT panic or overflow.
    ///
    /// Order:
    ///
    /// * **FAIR-01** (*fairness-fifo*) Waiters SHOULD be served in the order in which they queued.
    /// * **FAIR-02** (*fairness-fifo*) A newcomer SHOULD NOT overtake a waiter.
    /// * **FAIR-03** (*fairness-bounded*) Under endless churn, a waiter SHOULD NOT be passed over without limit.
    /// * **FAIR-04** (*reuse-order*) Idle connections MAY be lent in an order that the pool declares.
    ///
    /// Failures:
    ///
    /// * **ERR-01** When connecting fails, `acquire` MUST settle with an error: at once, or at its limit if the
    ///   pool tries again until then.
    /// * **ERR-04** Failed connects MUST leave the capacity intact.
    /// * **ERR-05** When the connect of one acquire fails, the capacity it held MUST be offered to the waiters
    ///   promptly.
    /// * **ERR-10** (*error-scope*) One failed connect SHOULD fail at most one acquire.
    ///
    /// # Errors
    ///
    /// The variants MUST tell apart these cases (**ERR-02**):
    ///
    /// * [`PoolError::Closed`]: the pool is closed, or is not open before `init`.
    /// * [`PoolError::Exhausted`]: every connection is in use, and this pool fails at once.
    /// * [`PoolError::Connect`]: no connection could be opened. A pool that tries again until its limit, and
    ///   knows why it failed, reports this and not `Timeout`.
    /// * [`PoolError::Timeout`]: the limit passed, and nothing failed but time.
    /// * [`PoolError::Unhealthy`]: connections were opened, but none passed its check.
    ///
    /// **ERR-03** (*error-source*) The factory's error SHOULD be in the chain of `source()`.
    ///
    /// # Panics
    ///
    /// A panic in the factory's `connect` MUST reach the caller or become an error, with capacity intact and the
    /// pool still working (**ERR-07**); under *panic-ext*, a panic in its other methods as well (**ERR-08**).
    ///
    /// # Cancel safety
    ///
    /// Dropping the future ends the attempt and gives up its place in the queue, and nothing else:
    ///
    /// * **CANC-01** A future dropped before its first poll MUST have no effect.
    /// * **CANC-02** Dropped while it waits, it MUST NOT lose a slot, a connection or a wake-up.
    /// * **CANC-03** Dropped during its connect, it MUST restore the capacity; a connection that still arrives
    ///   is pooled or ended. The connect MAY go on in the background.
    /// * **CANC-04** (*health-borrow*) Dropped during the check, it MUST restore the capacity; the connection
    ///   goes back or is ended.
    /// * **CANC-05** Dropped after it was chosen but before it ran, it MUST pass the slot on: the next waiter is
    ///   served, or the connection becomes idle.
    /// * **CANC-06** (*cancel-ext*) It SHOULD leave nothing behind: no waker, no entry in a queue.
    /// * **CANC-08** (*cancel-preserve*) It SHOULD NOT destroy a healthy connection.
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
    async fn acquire(&self) -> Result<Self::Guard, PoolError>;

    /// `async fn release(&self, guard: Self::Guard) -> Result<(), PoolError>`
    ///
    /// Takes a guard back, and waits until its connection is idle again or ended.
    ///
    /// # Contract
    ///
    /// * **REL-02** (*explicit-release*) When `release` resolves, the slot MUST be free, and
    ///   [`status`](Self::status) shows it.
    /// * **REL-03** `release` MUST give back exactly one slot; the guard's own `Drop` adds none.
    /// * **REL-04** (*handle-release*) A guard that this pool did not lend MUST be refused with
    ///   [`PoolError::ForeignGuard`]. This pool stays as it was; the guard is dropped, which gives its connection
    ///   back to the pool it came from.
    /// * **RST-01** (*reset*) Session state of one user MUST NOT be visible to the next: the reset runs once for
    ///   each use, before the connection is next lent.
    /// * **RST-02** (*reset*) A reset that fails or is cancelled MUST end the connection and free the slot.
    ///
    /// A connection known to be broken is ended and its capacity freed at once, as when a guard is dropped
    /// (**HLTH-01**, **HLTH-03**). On a closed pool `release` ends the connection (**LIFE-09**, **CONC-03**).
    /// A slow release hinders nobody else (**ACQ-08**).
    ///
    /// # Errors
    ///
    /// Whatever the error, the guard is gone and its slot is free (**REL-01**).
    ///
    /// * [`PoolError::ForeignGuard`]: another pool lent the guard.
    /// * [`PoolError::Unhealthy`]: the connection failed its check, or its ending failed. A pool MAY report this;
    ///   there is nothing that the caller has to do.
    ///
    /// # Panics
    ///
    /// Under *panic-ext*, a panic in the factory MUST reach the caller or become an error, with capacity intact
    /// (**ERR-08**).
    ///
    /// # Cancel safety
    ///
    /// **CANC-07** (*explicit-release*) Dropping the future MUST still return or end the connection and free the
    /// slot. What is lost is the wait for it, and its result.
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
    async fn release(&self, guard: Self::Guard) -> Result<(), PoolError>;

    /// `async fn close(&self) -> Result<(), PoolError>`
    ///
    /// Closes the pool: lends nothing more, settles the waiters, and ends the connections.
    ///
    /// What becomes of connections in use is for the pool to declare: *detach* (close does not wait for them),
    /// *wait* or *abort*.
    ///
    /// # Contract
    ///
    /// Afterwards:
    ///
    /// * **LIFE-04** Once `close` has completed, every later acquire MUST fail with [`PoolError::Closed`]
    ///   promptly, and no connect begins.
    /// * **LIFE-05** (*terminal-close*) Closed is final: a later [`init`](Self::init) SHOULD fail with
    ///   [`PoolError::Closed`].
    /// * **LIFE-06** Closing again MUST be harmless: it settles, with `Ok(())` or [`PoolError::Closed`], without
    ///   a panic or a second disconnect.
    /// * **LIFE-07** Concurrent closes MUST all settle, with each connection ended exactly once. None SHOULD
    ///   return before the pool is shut down.
    ///
    /// Connections:
    ///
    /// * **LIFE-08** When `close` completes, every connection that was idle MUST have been ended.
    /// * **LIFE-09** A connection in use when `close` starts MUST NOT be lent to anyone else, and MUST be ended
    ///   when released. Unless the pool aborts, it stays usable until then.
    /// * **LIFE-13** (*close-waits*) `close` MUST complete only after every guard is back and every ending has
    ///   finished.
    /// * **LIFE-15** A `disconnect` that fails MUST NOT stop the others from being ended or `close` from
    ///   completing. One that hangs SHOULD be bounded.
    /// * **CONC-03** A release that races with `close` MUST end the connection, never leave it idle in a closed
    ///   pool.
    ///
    /// Acquires under way:
    ///
    /// * **LIFE-10** Every acquire in the queue when `close` starts MUST settle no later than `close` completes,
    ///   without waiting for its own limit.
    /// * **LIFE-11** (*prompt-close*) It SHOULD fail with [`PoolError::Closed`] as soon as `close` starts, even
    ///   while guards are out.
    /// * **LIFE-12** A connection whose `connect` was running when `close` started MUST NOT leak: the attempt is
    ///   cancelled, or its result is ended. The acquire that wanted it settles, and SHOULD fail with
    ///   [`PoolError::Closed`].
    ///
    /// For what remains after a close see **ACCT-04** and **RES-03** above.
    ///
    /// # Errors
    ///
    /// Whatever the error, the pool is closed.
    ///
    /// * [`PoolError::Closed`]: the pool was closed already, and this pool does not pass over that.
    /// * [`PoolError::Unhealthy`]: the ending of a connection failed. A pool MAY report this, after it has ended
    ///   the others.
    ///
    /// # Panics
    ///
    /// Under *panic-ext*, a panic in the factory's `disconnect` or in a connection's `Drop` MUST reach the caller
    /// or become an error, and the pool still works (**ERR-08**).
    ///
    /// # Cancel safety
    ///
    /// **LIFE-14** (*cancel-ext*) Dropping the future midway MUST leave the pool closed to newcomers. What
    /// remains is finished by the pool itself, by the next `close` or by the last drop, and nothing leaks. So a
    /// caller MAY put a limit of its own around `close`.
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
    async fn close(&self) -> Result<(), PoolError>;

    /// `async fn health_check(&self) -> Result<(), PoolError>`
    ///
    /// Says whether the pool can serve, as a liveness probe asks it.
    ///
    /// # Contract
    ///
    /// * **HLTH-09** (*pool-health*) The answer SHOULD be true to whether connections can be had, settle during an
    ///   outage as well, and leak nothing.
    ///
    /// # Errors
    ///
    /// * [`PoolError::Closed`]: the pool is closed.
    /// * [`PoolError::Connect`]: no connection could be opened.
    /// * [`PoolError::Unhealthy`]: a connection was there, but failed its check.
    /// * [`PoolError::Timeout`] and [`PoolError::Exhausted`]: every connection is in use, and the pool does not
    ///   answer without one.
    ///
    /// # Panics
    ///
    /// As for [`acquire`](Self::acquire).
    ///
    /// # Cancel safety
    ///
    /// Dropping the future gives up the answer, and nothing else: what holds for a cancelled acquire holds here
    /// (**CANC-02**, **CANC-03**, **CANC-04**).
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
    async fn health_check(&self) -> Result<(), PoolError>;

    /// `fn status(&self) -> Status`
    ///
    /// Returns a snapshot of the pool's numbers.
    ///
    /// # Contract
    ///
    /// * **ACCT-01** At rest, the numbers MUST add up as [`Status`] says, and `in_use` MUST equal the guards
    ///   held.
    /// * **ACCT-02** Every snapshot, at any moment, MUST be sane: nothing wraps around, `size <= max_size`,
    ///   `idle <= size` and `in_use <= size`.
    /// * **ACCT-06** `status` MUST work at any time (before `init`, during connects, during and after a close),
    ///   MUST NOT wait for the factory, and MUST report the configured limits.
    /// * **ACCT-07** (*snapshot*) The numbers SHOULD add up in every snapshot, not only at rest.
    ///
    /// At rest, `size` is also what was opened and not yet ended (**ACCT-03**).
    ///
    /// # Panics
    ///
    /// Never (**ACCT-06**).
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
    fn status(&self) -> Status;
}
