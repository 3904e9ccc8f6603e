use std::{path::PathBuf, time::Duration};

use pool_protocol::{BoxError, ManageConnection, async_trait};
use rusqlite::{Connection, params_from_iter, types};
use tokio::task::spawn_blocking;

use super::{DatabaseConnection, Row, Value};

/// Opens connections to one `SQLite` file.
///
/// `SQLite` is a library and not a server: every call works on the file in the thread that makes it, and waits there
/// while another connection writes. So each call is made on one of tokio's threads for blocking work. The connection
/// moves there and comes back with the answer.
///
/// (`block_in_place` would be simpler, but panics on a runtime of one thread. Threads of their own for the
/// connections, as sqlx has, are worth it when queries are short and many.)
#[derive(Clone, Debug)]
pub struct Sqlite {
    path: PathBuf,
}

/// A connection to an `SQLite` file.
///
/// When a query is cancelled, nothing can call the connection back from the thread that works on it. It ends there
/// when the statement is done, and what the holder has left is broken, which the pool learns at release.
#[derive(Debug)]
pub struct SqliteConnection {
    connection: Option<Connection>,
}

/// Why `SQLite` did not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SqliteError {
    /// `SQLite` says so.
    #[error("sqlite failed")]
    Sqlite(#[from] rusqlite::Error),
    /// The runtime is shutting down and does no blocking work any more.
    #[error("no thread to run sqlite on")]
    Runtime(#[from] tokio::task::JoinError),
    /// An earlier query was cancelled.
    #[error("the connection is in use by a cancelled query")]
    Cancelled,
}

impl Sqlite {
    /// How long a statement waits for another connection to finish writing.
    const BUSY_TIMEOUT: Duration = Duration::from_secs(30);

    /// Connections to the file at this path, which need not exist yet.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }
}

#[async_trait]
impl ManageConnection for Sqlite {
    type Connection = SqliteConnection;
    type Error = SqliteError;

    async fn connect(&self) -> Result<SqliteConnection, SqliteError> {
        let path = self.path.clone();
        let open = move || {
            let connection = Connection::open(path)?;
            connection.busy_timeout(Self::BUSY_TIMEOUT)?;
            Ok::<_, SqliteError>(connection)
        };
        Ok(SqliteConnection { connection: Some(spawn_blocking(open).await??) })
    }

    async fn is_valid(&self, connection: &mut SqliteConnection) -> Result<(), SqliteError> {
        connection.run("SELECT 1", &[]).await.map(drop)
    }

    fn has_broken(&self, connection: &mut SqliteConnection) -> bool {
        connection.connection.is_none()
    }

    async fn disconnect(&self, connection: SqliteConnection) -> Result<(), SqliteError> {
        let Some(connection) = connection.connection else { return Ok(()) };
        spawn_blocking(|| connection.close()).await?.map_err(|(_, error)| error.into())
    }
}

#[async_trait]
impl DatabaseConnection for SqliteConnection {
    async fn query(&mut self, sql: &str, parameters: &[Value]) -> Result<Vec<Row>, BoxError> {
        Ok(self.run(sql, parameters).await?)
    }
}

impl SqliteConnection {
    async fn run(&mut self, sql: &str, parameters: &[Value]) -> Result<Vec<Row>, SqliteError> {
        let connection = self.connection.take().ok_or(SqliteError::Cancelled)?;
        let (sql, parameters) = (sql.to_owned(), parameters.to_vec());
        let work = move || {
            let rows = rows(&connection, &sql, parameters);
            (connection, rows)
        };
        let (connection, rows) = spawn_blocking(work).await?;
        self.connection = Some(connection);
        Ok(rows?)
    }
}

fn rows(connection: &Connection, sql: &str, parameters: Vec<Value>) -> rusqlite::Result<Vec<Row>> {
    let mut statement = connection.prepare(sql)?;
    let columns = statement.column_count();
    let parameters = params_from_iter(parameters.into_iter().map(types::Value::from));
    let rows = statement.query_map(parameters, |row| {
        (0..columns).map(|column| row.get::<_, types::Value>(column).map(Value::from)).collect()
    })?;
    rows.collect()
}

impl From<Value> for types::Value {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Integer(integer) => Self::Integer(integer),
            Value::Real(real) => Self::Real(real),
            Value::Text(text) => Self::Text(text),
            Value::Blob(blob) => Self::Blob(blob),
        }
    }
}

impl From<types::Value> for Value {
    fn from(value: types::Value) -> Self {
        match value {
            types::Value::Null => Self::Null,
            types::Value::Integer(integer) => Self::Integer(integer),
            types::Value::Real(real) => Self::Real(real),
            types::Value::Text(text) => Self::Text(text),
            types::Value::Blob(blob) => Self::Blob(blob),
        }
    }
}
