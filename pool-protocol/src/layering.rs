//! Layers around a pool: metrics, tracing, limits, retries.
//!
//! A layer is a pool that wraps a pool. It works for every pool, and several of them go around one another:
//! `Measured<Limited<MyPool>>`. No framework is needed: a layer is a struct with one field and an impl of
//! [`Pool`](crate::Pool).
//!
//! # A layer in thirty lines
//!
//! This one counts acquires and adds up how long they took. The methods that it does not care about pass the call on;
//! its guard is that of the pool inside. Every method is there, since the trait has no default that could be missed.
//!
//! ```
//! use std::sync::Mutex;
//! use std::time::{Duration, Instant};
//!
//! use pool_protocol::{Pool, PoolError, Status, async_trait, forward_extension};
//!
//! pub struct Measured<P> {
//!     inner: P,
//!     waits: Mutex<Vec<Duration>>,
//! }
//!
//! #[async_trait]
//! impl<P: Pool> Pool for Measured<P> {
//!     type Connection = P::Connection;
//!     type Guard = P::Guard;
//!
//!     async fn init(&self) -> Result<(), PoolError> { self.inner.init().await }
//!     async fn acquire(&self) -> Result<P::Guard, PoolError> {
//!         let start = Instant::now();
//!         let outcome = self.inner.acquire().await;
//!         self.waits.lock().unwrap().push(start.elapsed());
//!         outcome
//!     }
//!     async fn release(&self, guard: P::Guard) -> Result<(), PoolError> { self.inner.release(guard).await }
//!     async fn close(&self) -> Result<(), PoolError> { self.inner.close().await }
//!     async fn health_check(&self) -> Result<(), PoolError> { self.inner.health_check().await }
//!     fn status(&self) -> Status { self.inner.status() }
//! }
//!
//! forward_extension!(impl<P> TryAcquire for Measured<P> { inner: P });
//! forward_extension!(impl<P> Discard for Measured<P> { inner: P });
//! forward_extension!(impl<P> Observe for Measured<P> { inner: P });
//! ```
//!
//! The users of the pool notice nothing, and [`PoolExt::with`](crate::PoolExt::with) works as before.
//!
//! # Extensions
//!
//! A wrapper hides what the pool inside can do beyond [`Pool`](crate::Pool), until it says otherwise:
//! [`forward_extension!`](crate::forward_extension) passes one extension on in one line, wherever the pool inside has
//! it. Leave out those that would go around the layer. `Measured` leaves out
//! [`AcquireTimeout`](crate::AcquireTimeout), whose acquires it would not see; better, it implements the trait itself.
//!
//! # Tracing
//!
//! A span around a call is the layer above with another body. A log of slow acquires, for one:
//!
//! ```
//! # use std::time::{Duration, Instant};
//! # use pool_protocol::{Pool, PoolError};
//! # struct Traced<P> { inner: P }
//! # impl<P: Pool> Traced<P> {
//! async fn acquire(&self) -> Result<P::Guard, PoolError> {
//!     let start = Instant::now();
//!     let outcome = self.inner.acquire().await;
//!     if start.elapsed() > Duration::from_secs(1) {
//!         eprintln!("slow acquire: {:?}, {:?}", start.elapsed(), self.inner.status());
//!     }
//!     outcome
//! }
//! # }
//! ```
//!
//! A future that is dropped ends in none of these lines. To see cancelled acquires, let a value with a `Drop` of its own
//! record them, made before the call.
//!
//! # A limit of time
//!
//! A pool with [`AcquireTimeout`](crate::AcquireTimeout) takes the limit itself, and can tell why it did not connect.
//! Around any other pool a timer of the runtime drops the future. Dropping an acquire is safe ([CANC-02], [CANC-03]):
//!
//! ```
//! # use std::time::Duration;
//! # use pool_protocol::{Pool, PoolError};
//! # struct Limited<P> { inner: P, limit: Duration }
//! # impl<P: Pool> Limited<P> {
//! async fn acquire(&self) -> Result<P::Guard, PoolError> {
//!     tokio::time::timeout(self.limit, self.inner.acquire()).await.unwrap_or(Err(PoolError::Timeout))
//! }
//! # }
//! ```
//!
//! # Retries
//!
//! [`PoolError::is_transient`](crate::PoolError::is_transient) says whether trying again makes sense. The work itself is
//! not for a layer to repeat; an acquire is.
//!
//! ```
//! # use std::time::Duration;
//! # use pool_protocol::{Pool, PoolError};
//! # struct Retrying<P> { inner: P, attempts: u32, pause: Duration }
//! # impl<P: Pool> Retrying<P> {
//! async fn acquire(&self) -> Result<P::Guard, PoolError> {
//!     for _ in 1..self.attempts {
//!         match self.inner.acquire().await {
//!             Err(error) if error.is_transient() => tokio::time::sleep(self.pause).await,
//!             outcome => return outcome,
//!         }
//!     }
//!     self.inner.acquire().await
//! }
//! # }
//! ```
//!
//! # A guard of its own
//!
//! A layer that has to see the end of a use wraps the guard as well. Its `Drop` runs on every path, also when the guard
//! is dropped without `release`; [`metrics`](crate::metrics) has one that measures how long connections are held. The
//! extensions that take a guard are then the layer's to implement.
#![doc = include_str!("contract/links.md")]
