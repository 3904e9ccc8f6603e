//! Metrics of a pool, in the names of OpenTelemetry.
//!
//! [`Status`](crate::Status) and [`Counters`](crate::Counters) give the numbers of OpenTelemetry's semantic conventions
//! for database client pools (`db.client.connection.*`), as far as numbers that a pool keeps can.
//!
//! | metric | instrument | where it comes from |
//! | --- | --- | --- |
//! | `db.client.connection.count`, state `idle` | up-down counter | [`Status::idle`](crate::Status::idle) |
//! | `db.client.connection.count`, state `used` | up-down counter | [`Status::in_use`](crate::Status::in_use) |
//! | `db.client.connection.idle.min` | up-down counter | [`Status::min_size`](crate::Status::min_size), which counts all open connections, not only the idle ones |
//! | `db.client.connection.idle.max` | up-down counter | [`Status::max_size`](crate::Status::max_size), unless the pool has a bound of its own on idle ones |
//! | `db.client.connection.max` | up-down counter | [`Status::max_size`](crate::Status::max_size) |
//! | `db.client.connection.pending_requests` | up-down counter | [`Status::waiting`](crate::Status::waiting), where the pool knows it |
//! | `db.client.connection.timeouts` | counter | [`Counters::timeouts`](crate::Counters::timeouts) |
//! | `db.client.connection.create_time` | histogram, seconds | a wrapper of the manager measures `connect` |
//! | `db.client.connection.wait_time` | histogram, seconds | a wrapper of the pool measures `acquire` |
//! | `db.client.connection.use_time` | histogram, seconds | a wrapper of the pool measures from guard to drop |
//!
//! The attribute `db.client.connection.pool.name` is the application's to choose.
//!
//! # Histograms
//!
//! A histogram cannot come out of a sum. [`Counters::wait_time`](crate::Counters::wait_time) and
//! [`Counters::use_time`](crate::Counters::use_time) give averages; for a distribution every single duration has to be
//! seen, where it happens. A layer sees it ([`layering`](crate::layering)):
//!
//! * `create_time`: a [`ManageConnection`](crate::ManageConnection) around the manager, with a clock around `connect`;
//! * `wait_time`: a [`Pool`](crate::Pool) around the pool, with a clock around `acquire`;
//! * `use_time`: a guard around the guard, which is created by `acquire` and records in its `Drop`.
//!
//! The last one is the only one that needs a type of guard:
//!
//! ```
//! use std::ops::{Deref, DerefMut};
//! use std::time::{Duration, Instant};
//!
//! /// Records how long a connection is held.
//! struct Timed<G> {
//!     guard: G,
//!     since: Instant,
//!     record: fn(Duration),
//! }
//!
//! impl<G: Deref> Deref for Timed<G> {
//!     type Target = G::Target;
//!     fn deref(&self) -> &G::Target {
//!         &self.guard
//!     }
//! }
//!
//! impl<G: DerefMut> DerefMut for Timed<G> {
//!     fn deref_mut(&mut self) -> &mut G::Target {
//!         &mut self.guard
//!     }
//! }
//!
//! impl<G> Drop for Timed<G> {
//!     fn drop(&mut self) {
//!         (self.record)(self.since.elapsed());
//!     }
//! }
//! ```
//!
//! # Exporting
//!
//! The numbers are read when the exporter asks for them. This one writes the text format that Prometheus reads, into
//! which OpenTelemetry's names go with `_` for `.`:
//!
//! ```
//! use std::fmt::Write;
//!
//! use pool_protocol::{Observe, PoolControl};
//!
//! /// What every pool can show.
//! fn gauges(name: &str, pool: &dyn PoolControl) -> String {
//!     let status = pool.status();
//!     let mut text = String::new();
//!     let mut line = |metric: &str, state: &str, value: usize| {
//!         let _ = writeln!(text, "db_client_connection_{metric}{{pool_name=\"{name}\"{state}}} {value}");
//!     };
//!     line("count", ",state=\"idle\"", status.idle);
//!     line("count", ",state=\"used\"", status.in_use);
//!     line("idle_min", "", status.min_size);
//!     line("idle_max", "", status.max_size);
//!     line("max", "", status.max_size);
//!     if let Some(waiting) = status.waiting {
//!         line("pending_requests", "", waiting);
//!     }
//!     text
//! }
//!
//! /// What a pool that counts shows besides.
//! fn counters(name: &str, pool: &impl Observe) -> String {
//!     let timeouts = pool.counters().timeouts;
//!     format!("db_client_connection_timeouts_total{{pool_name=\"{name}\"}} {timeouts}\n")
//! }
//! # use pool_protocol::{Counters, Pool, PoolError, PoolExt, Status, async_trait};
//! # struct Fixed;
//! # #[async_trait]
//! # impl Pool for Fixed {
//! #     type Connection = ();
//! #     type Guard = Box<()>;
//! #     async fn init(&self) -> Result<(), PoolError> { Ok(()) }
//! #     async fn acquire(&self) -> Result<Box<()>, PoolError> { Err(PoolError::Exhausted) }
//! #     async fn release(&self, _: Box<()>) -> Result<(), PoolError> { Ok(()) }
//! #     async fn close(&self) -> Result<(), PoolError> { Ok(()) }
//! #     async fn health_check(&self) -> Result<(), PoolError> { Ok(()) }
//! #     fn status(&self) -> Status { Status::new(4, 1, 3).limits(2, 10).waiting(5) }
//! # }
//! # impl Observe for Fixed {
//! #     fn counters(&self) -> Counters {
//! #         let mut counters = Counters::default();
//! #         counters.timeouts = 6;
//! #         counters
//! #     }
//! # }
//! # let expected = "db_client_connection_count{pool_name=\"orders\",state=\"idle\"} 1
//! # db_client_connection_count{pool_name=\"orders\",state=\"used\"} 3
//! # db_client_connection_idle_min{pool_name=\"orders\"} 2
//! # db_client_connection_idle_max{pool_name=\"orders\"} 10
//! # db_client_connection_max{pool_name=\"orders\"} 10
//! # db_client_connection_pending_requests{pool_name=\"orders\"} 5
//! # ".replace("# db_", "db_");
//! # assert_eq!(gauges("orders", &*Fixed.control()), expected.trim_end_matches("# "));
//! # assert_eq!(counters("orders", &Fixed), "db_client_connection_timeouts_total{pool_name=\"orders\"} 6\n");
//! ```
