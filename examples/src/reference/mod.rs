//! The pool to copy: every rule that can apply to it is kept, and it is small enough to be read in one go.
//!
//! ```
//! # use std::{convert::Infallible, time::Duration};
//! # use pool_protocol::{ManageConnection, async_trait};
//! use pool_examples::reference::ReferencePool;
//! use pool_protocol::Pool;
//! # struct Strings;
//! # #[async_trait]
//! # impl ManageConnection for Strings {
//! #     type Connection = String;
//! #     type Error = Infallible;
//! #     async fn connect(&self) -> Result<String, Infallible> { Ok(String::new()) }
//! #     async fn is_valid(&self, _: &mut String) -> Result<(), Infallible> { Ok(()) }
//! #     fn has_broken(&self, _: &mut String) -> bool { false }
//! #     async fn disconnect(&self, _: String) -> Result<(), Infallible> { Ok(()) }
//! # }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), pool_protocol::PoolError> {
//! let pool = ReferencePool::builder(Strings)
//!     .min_size(2)
//!     .max_size(8)
//!     .acquire_timeout(Some(Duration::from_secs(5)))
//!     .build();
//! pool.init().await?;
//! let connection = pool.acquire().await?;
//! assert_eq!((pool.status().idle, pool.status().in_use), (1, 1));
//! pool.release(connection).await?;
//! pool.close().await
//! # }
//! ```
//!
//! # The idea
//!
//! A pool has `max_size` *places*. Whoever wants a connection needs a place first, and owns it as a *lease*, which
//! gives it back when it is dropped. That is all there is to cancellation and to panics: an acquire that goes away,
//! at whatever point and for whatever reason, drops its lease. A guard is a lease whose place holds a connection.
//!
//! A place that is given back goes straight to the first who waits, with or without a connection on it, and stays in
//! the queue until it is fetched. So nothing is ever there for a newcomer to take while somebody waits, and a waiter
//! who is dropped after being served finds the place in the queue, and passes it on.
//!
//! One lock guards all of this. The manager is not called, no connection is dropped, and no waker cloned, woken or
//! dropped while it is held: the steps under the lock return what is to be done after it.
//!
//! * `place`: what may stand on a place; `lease`: who owns it; `guard`: the lease that users see
//! * `state`: the steps under the lock; `queue`: those who wait
//! * `shared`: calls of the manager, and closing; `acquire`: from wanting to having; `prefill`: `init`; `upkeep`: what follows
//! * `bound`: another `max_size`; `count`: why connections end, and how acquires do; `timing`: limits and panics
//! * `pool` and `builder`: the outside
//!
//! # What it does where pools differ
//!
//! * Acquires wait, first come, first served; as many as [`Builder::wait_limit`] allows. The connection given back last is
//!   lent first.
//! * `init` opens connections one after the other, and they can be lent at once. If it fails, it ends as many again.
//! * A connect runs in the acquire that wants it, and its error goes to that acquire only and at once. A new
//!   connection is not checked.
//! * `close` waits for guards and endings. It turns away those who wait, connect or check, as soon as it starts.
//!   Dropping its future half-way changes nothing but that nobody waits.
//! * Where there is a `min_size`, an idle limit or a lifetime, `init` starts one task. It ends connections when they have
//!   become stale, and opens others while fewer than `min_size` are left; after a connect that failed it tries again, ever
//!   more slowly. Being idle is no reason to end one of the last `min_size`, but such a one is not lent any more either.
//!   The task sets a timer only for dates that it knows of.
//! * A bound that is lowered ends idle connections at once, and `resize` waits for that; the others end when they come
//!   back.
//! * A connection keeps its place until its `disconnect` has finished, for at most [`DISCONNECT_LIMIT`].
//! * Where nothing can be awaited, as in a guard's `Drop`, a task of its own ends the connection. Outside a runtime
//!   the connection is just dropped.
//! * A health check takes a connection and checks it, new or not. While all of them are in use there is nothing to be
//!   learned by waiting, and the answer is that all is well.
//! * A check that its caller cancels costs nothing: the connection is checked again before it is lent. One that
//!   outlasts the acquire limit costs the connection, or the next acquire would run into it, too.
//!
//! Whatever has to wait for a limit needs tokio's timer, and so a runtime that has one.

use std::time::Duration;

mod acquire;
mod bound;
mod builder;
mod count;
mod guard;
mod lease;
mod place;
mod pool;
mod prefill;
mod queue;
mod shared;
mod state;
mod timing;
mod upkeep;

pub use self::{builder::Builder, guard::Guard, pool::ReferencePool};

/// How long the pool waits for a `disconnect`; then it drops the connection.
pub const DISCONNECT_LIMIT: Duration = Duration::from_secs(5);
