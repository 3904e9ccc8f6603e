//! sqlx's connections to `PostgreSQL`, for the job queue and for pools that take a manager.

use pool_protocol::{BoxError, ManageConnection, async_trait};
use sqlx::{Connection, PgConnection, postgres::PgConnectOptions};

use super::Perform;

pub struct Connects(pub PgConnectOptions);

#[async_trait]
impl ManageConnection for Connects {
    type Connection = PgConnection;
    type Error = sqlx::Error;

    async fn connect(&self) -> sqlx::Result<PgConnection> {
        PgConnection::connect_with(&self.0).await
    }
    async fn is_valid(&self, connection: &mut PgConnection) -> sqlx::Result<()> {
        connection.ping().await
    }
    fn has_broken(&self, _: &mut PgConnection) -> bool {
        false
    }
    async fn disconnect(&self, connection: PgConnection) -> sqlx::Result<()> {
        connection.close().await
    }
}

#[async_trait]
impl Perform for PgConnection {
    async fn perform(&mut self, job: &str) -> Result<(), BoxError> {
        sqlx::query("SELECT pg_notify('jobs', $1)").bind(job.to_owned()).execute(self).await?;
        Ok(())
    }
}
