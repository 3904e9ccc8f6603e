//! Any manager as a database of sqlx 0.9, so that sqlx's pool can be judged, and measured, as other pools are.
//!
//! sqlx takes no manager: its pool makes connections from the connect options of a [`Database`], and checks and ends them
//! through the [`Connection`]. Here all three go to a [`ManageConnection`], which the connect options carry. A ping is
//! `is_valid`, a `close` is `disconnect`, and `close_hard` drops the connection. What has to do with statements and rows is
//! in `nothing.rs`: there are none.

pub mod nothing;
mod pool;

use std::{
    fmt,
    marker::PhantomData,
    ops::{Deref, DerefMut},
    str::FromStr,
    sync::Arc,
    time::Duration,
};

use log::LevelFilter;
use pool_protocol::ManageConnection;
use sqlx_core::{
    Error, Url,
    connection::{ConnectOptions, Connection},
    database::Database,
    transaction::Transaction,
};

use self::nothing::{NoArguments, NoTransactions, Nothing};

pub use self::pool::{ManagedGuard, ManagedPool};

/// A database whose driver is the manager.
pub struct Managed<M>(PhantomData<fn() -> M>);

impl<M> fmt::Debug for Managed<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Managed")
    }
}

impl<M: ManageConnection> Database for Managed<M> {
    type Connection = ManagedConnection<M>;
    type TransactionManager = NoTransactions<M>;
    type Row = Nothing<M>;
    type QueryResult = ();
    type Column = Nothing<M>;
    type TypeInfo = Nothing<M>;
    type Value = Nothing<M>;
    type ValueRef<'r> = Nothing<M>;
    type Arguments = NoArguments<M>;
    type ArgumentBuffer = ();
    type Statement = Nothing<M>;

    const NAME: &'static str = "managed";
    const URL_SCHEMES: &'static [&'static str] = &[];
}

/// A connection of the manager, which it is checked and ended by.
pub struct ManagedConnection<M: ManageConnection> {
    manager: Arc<M>,
    connection: M::Connection,
}

impl<M: ManageConnection> fmt::Debug for ManagedConnection<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ManagedConnection").finish_non_exhaustive()
    }
}

impl<M: ManageConnection> Deref for ManagedConnection<M> {
    type Target = M::Connection;

    fn deref(&self) -> &M::Connection {
        &self.connection
    }
}

impl<M: ManageConnection> DerefMut for ManagedConnection<M> {
    fn deref_mut(&mut self) -> &mut M::Connection {
        &mut self.connection
    }
}

impl<M: ManageConnection> ManagedConnection<M> {
    /// The manager's connection.
    pub fn into_inner(self) -> M::Connection {
        self.connection
    }
}

impl<M: ManageConnection> Connection for ManagedConnection<M> {
    type Database = Managed<M>;
    type Options = Managers<M>;

    async fn close(self) -> Result<(), Error> {
        self.manager.disconnect(self.connection).await.map_err(failed)
    }

    async fn close_hard(self) -> Result<(), Error> {
        drop(self.connection);
        Ok(())
    }

    async fn ping(&mut self) -> Result<(), Error> {
        self.manager.is_valid(&mut self.connection).await.map_err(failed)
    }

    async fn begin(&mut self) -> Result<Transaction<'_, Managed<M>>, Error> {
        Transaction::begin(self, None).await
    }

    fn shrink_buffers(&mut self) {}

    async fn flush(&mut self) -> Result<(), Error> {
        Ok(())
    }

    fn should_flush(&self) -> bool {
        false
    }
}

/// Connect options that carry the manager.
pub struct Managers<M>(Arc<M>);

impl<M> Managers<M> {
    /// Options to connect through this manager.
    pub fn new(manager: M) -> Self {
        Self(Arc::new(manager))
    }
}

impl<M> Clone for Managers<M> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<M> fmt::Debug for Managers<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Managers")
    }
}

impl<M> FromStr for Managers<M> {
    type Err = Error;

    fn from_str(_: &str) -> Result<Self, Error> {
        Err(failed("no text stands for a manager"))
    }
}

impl<M: ManageConnection> ConnectOptions for Managers<M> {
    type Connection = ManagedConnection<M>;

    fn from_url(url: &Url) -> Result<Self, Error> {
        url.as_str().parse()
    }

    async fn connect(&self) -> Result<ManagedConnection<M>, Error> {
        let connection = self.0.connect().await.map_err(failed)?;
        Ok(ManagedConnection { manager: Arc::clone(&self.0), connection })
    }

    fn log_statements(self, _: LevelFilter) -> Self {
        self
    }

    fn log_slow_statements(self, _: LevelFilter, _: Duration) -> Self {
        self
    }
}

/// An error that sqlx passes on without a second try.
fn failed(error: impl Into<pool_protocol::BoxError>) -> Error {
    Error::Configuration(error.into())
}
