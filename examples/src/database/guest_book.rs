use pool_protocol::{BoxError, Pool};

use super::{DatabaseConnection, Row, Value};

/// A table of names, in whatever database, through whatever pool.
///
/// The pool may be given away, or lent as `&P`, or shared as `Arc<P>`.
#[derive(Clone, Debug)]
pub struct GuestBook<P> {
    pool: P,
}

impl<P: Pool<Connection: DatabaseConnection>> GuestBook<P> {
    /// Gets the pool ready, and the table.
    ///
    /// # Errors
    ///
    /// If the pool cannot open its first connections, or the database does not make the table.
    pub async fn open(pool: P) -> Result<Self, BoxError> {
        pool.init().await?;
        let book = Self { pool };
        book.query("CREATE TABLE IF NOT EXISTS guest (name TEXT NOT NULL)", &[]).await?;
        Ok(book)
    }

    /// Writes a name.
    ///
    /// # Errors
    ///
    /// If no connection is to be had, or the database does not take the name.
    pub async fn sign(&self, name: &str) -> Result<(), BoxError> {
        self.query("INSERT INTO guest (name) VALUES (?1)", &[name.into()]).await.map(drop)
    }

    /// Reads all names, in alphabetical order.
    ///
    /// # Errors
    ///
    /// If no connection is to be had, or the database does not answer.
    pub async fn guests(&self) -> Result<Vec<String>, BoxError> {
        let rows = self.query("SELECT name FROM guest ORDER BY name", &[]).await?;
        rows.into_iter().flatten().map(text).collect()
    }

    async fn query(&self, sql: &str, parameters: &[Value]) -> Result<Vec<Row>, BoxError> {
        let mut connection = self.pool.acquire().await?;
        let rows = connection.query(sql, parameters).await?;
        self.pool.release(connection).await?;
        Ok(rows)
    }
}

fn text(value: Value) -> Result<String, BoxError> {
    match value {
        Value::Text(text) => Ok(text),
        other => Err(format!("{other:?} is not a name").into()),
    }
}
