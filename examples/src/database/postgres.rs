use std::error::Error;

use pool_protocol::{BoxError, ManageConnection, async_trait};
use tokio::task::JoinHandle;
use tokio_postgres::{
    Client, Config, NoTls,
    types::{FromSql, IsNull, ToSql, Type, private::BytesMut, to_sql_checked},
};

use super::{DatabaseConnection, Row, Value};

/// Opens connections to one `PostgreSQL` server, without TLS.
#[derive(Clone, Debug)]
pub struct Postgres {
    config: Config,
}

/// A connection to a `PostgreSQL` server.
///
/// A task of its own talks to the server. A query that is cancelled leaves the connection usable: the statement runs on, and
/// the task throws its answer away before that of the next one.
#[derive(Debug)]
pub struct PostgresConnection {
    client: Client,
    talk: JoinHandle<Result<(), tokio_postgres::Error>>,
}

impl Postgres {
    /// Connections to the server and database of this URL, such as `postgres://me@localhost/guests`.
    ///
    /// # Errors
    ///
    /// If the URL makes no sense.
    pub fn new(url: &str) -> Result<Self, tokio_postgres::Error> {
        Ok(Self { config: url.parse()? })
    }
}

#[async_trait]
impl ManageConnection for Postgres {
    type Connection = PostgresConnection;
    type Error = BoxError;

    async fn connect(&self) -> Result<PostgresConnection, BoxError> {
        let (client, connection) = self.config.connect(NoTls).await?;
        Ok(PostgresConnection { client, talk: tokio::spawn(connection) })
    }

    async fn is_valid(&self, connection: &mut PostgresConnection) -> Result<(), BoxError> {
        Ok(connection.client.check_connection().await?)
    }

    fn has_broken(&self, connection: &mut PostgresConnection) -> bool {
        connection.client.is_closed()
    }

    async fn disconnect(&self, connection: PostgresConnection) -> Result<(), BoxError> {
        drop(connection.client);
        Ok(connection.talk.await??)
    }
}

#[async_trait]
impl DatabaseConnection for PostgresConnection {
    async fn query(&mut self, sql: &str, parameters: &[Value]) -> Result<Vec<Row>, BoxError> {
        // What is `?1` to the trait is `$1` to the server.
        let sql = sql.replace('?', "$");
        let parameters: Vec<&(dyn ToSql + Sync)> = parameters.iter().map(|value| value as _).collect();
        let rows = self.client.query(&sql, &parameters).await?;
        rows.iter().map(|row| (0..row.len()).map(|column| Ok(row.try_get(column)?)).collect()).collect()
    }
}

impl ToSql for Value {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Integer(integer) if *kind == Type::INT4 => i32::try_from(*integer)?.to_sql(kind, out),
            Self::Integer(integer) => integer.to_sql(kind, out),
            Self::Real(real) => real.to_sql(kind, out),
            Self::Text(text) => text.to_sql(kind, out),
            Self::Blob(bytes) => bytes.to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        known(kind)
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Value {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(match *kind {
            Type::INT4 => Self::Integer(i32::from_sql(kind, raw)?.into()),
            Type::INT8 => Self::Integer(i64::from_sql(kind, raw)?),
            Type::FLOAT8 => Self::Real(f64::from_sql(kind, raw)?),
            Type::BYTEA => Self::Blob(Vec::from_sql(kind, raw)?),
            _ => Self::Text(String::from_sql(kind, raw)?),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self::Null)
    }

    fn accepts(kind: &Type) -> bool {
        known(kind)
    }
}

/// The types whose values are a [`Value`].
fn known(kind: &Type) -> bool {
    [Type::INT4, Type::INT8, Type::FLOAT8, Type::BYTEA, Type::TEXT, Type::VARCHAR, Type::NAME].contains(kind)
}
