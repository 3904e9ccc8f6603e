//! The pool of [sqlx](https://docs.rs/sqlx) 0.8 as a [`Pool`](pool_protocol::Pool), for any `Database`.
//!
//! ```
//! use pool_adapters::sqlx_0_8::SqlxPool;
//! # use sqlx_0_8 as sqlx;
//!
//! fn adopt<DB: sqlx::Database>(pool: sqlx::Pool<DB>) -> impl pool_protocol::Pool<Connection = DB::Connection> {
//!     SqlxPool::from(pool)
//! }
//! ```
#![doc = include_str!("sqlx/sqlx.md")]

use ::sqlx_0_8 as sqlx;

#[allow(clippy::duplicate_mod, reason = "the two versions differ in nothing that the adapter touches")]
#[path = "sqlx/adapter.rs"]
mod adapter;

pub use adapter::SqlxPool;
