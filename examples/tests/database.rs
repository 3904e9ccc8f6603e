//! The `SQLite` connections, where they are subtle.

use std::{
    pin::pin,
    task::{Context, Waker},
};

use pool_examples::{
    database::{DatabaseConnection, Sqlite, Value},
    reference::ReferencePool,
};
use pool_protocol::{BoxError, Pool};

const SLOW: &str =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) SELECT count(*) FROM n";

#[tokio::test]
async fn values_come_back_as_they_were_sent() -> Result<(), BoxError> {
    let pool = ReferencePool::builder(Sqlite::new(":memory:")).max_size(1).build();
    let sent = [
        Value::Null,
        Value::Integer(i64::MIN),
        Value::Real(0.5),
        Value::Text("O'Brien".into()),
        Value::Blob(vec![0, 1]),
    ];
    let rows = pool.acquire().await?.query("SELECT ?1, ?2, ?3, ?4, ?5", &sent).await?;
    assert_eq!(rows, [sent]);
    Ok(pool.close().await?)
}

#[tokio::test]
async fn a_connection_whose_query_was_cancelled_is_replaced() -> Result<(), BoxError> {
    let pool = ReferencePool::builder(Sqlite::new(":memory:")).max_size(1).build();
    let mut connection = pool.acquire().await?;
    assert!(pin!(connection.query(SLOW, &[])).poll(&mut Context::from_waker(Waker::noop())).is_pending());
    assert!(connection.query("SELECT 1", &[]).await.is_err());
    pool.release(connection).await?;
    assert_eq!(pool.status().size, 0);
    assert_eq!(pool.acquire().await?.query("SELECT 1", &[]).await?, [[Value::Integer(1)]]);
    Ok(pool.close().await?)
}
