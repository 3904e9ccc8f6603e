use pool_protocol::{BoxError, async_trait};

/// A connection that answers queries, whatever the database.
///
/// The trait says nothing of pools, and no pool says anything of it: the two meet in a bound,
/// `P: Pool<Connection: DatabaseConnection>`.
#[async_trait]
pub trait DatabaseConnection: Send {
    /// `async fn query(&mut self, sql: &str, parameters: &[Value]) -> Result<Vec<Row>, BoxError>`
    ///
    /// Runs one statement, with `?1`, `?2` ... standing for the parameters, and returns all rows.
    ///
    /// # Errors
    ///
    /// Whatever the database finds wrong with the statement, or the connection.
    ///
    /// # Cancel safety
    ///
    /// Not cancel safe: the statement may or may not take effect. A connection that cannot be used after that has to
    /// tell its pool so, through [`has_broken`](pool_protocol::ManageConnection::has_broken).
    async fn query(&mut self, sql: &str, parameters: &[Value]) -> Result<Vec<Row>, BoxError>;
}

/// The values of one row, in the order of the columns.
pub type Row = Vec<Value>;

/// A value in a database.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// No value.
    Null,
    /// A whole number.
    Integer(i64),
    /// A floating-point number.
    Real(f64),
    /// A text.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}
