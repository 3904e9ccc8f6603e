//! Code that works on any pool, and a database to use it with.
//!
//! Three things that know nothing of each other meet here:
//!
//! * [`GuestBook`] is what an application or a library writes. It wants *some pool of connections that understand
//!   SQL*, `P: Pool<Connection: DatabaseConnection>`, and leaves the pool and the database to its caller.
//! * [`Sqlite`] and [`Postgres`] are what the author of a driver writes: a
//!   [`ManageConnection`](pool_protocol::ManageConnection), with which any pool in the other modules opens connections, and an
//!   impl of [`DatabaseConnection`].
//! * The pool is any of those in [`reference`](crate::reference) and `pool-adapters`.
//!
//! `cargo run -p pool-examples --example database` puts them together, with two pools of `SQLite` connections; with a URL, as
//! in `-- postgres://me@localhost/guests`, it goes on with four of `PostgreSQL` connections.

mod connection;
mod guest_book;
mod postgres;
mod sqlite;

pub use self::{
    connection::{DatabaseConnection, Row, Value},
    guest_book::GuestBook,
    postgres::{Postgres, PostgresConnection},
    sqlite::{Sqlite, SqliteConnection, SqliteError},
};
