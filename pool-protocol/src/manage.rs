use crate::async_trait;

/// Opens, checks and ends the connections of a pool.
#[async_trait]
pub trait ManageConnection: Send + Sync + 'static {
    /// What the pool holds.
    type Connection: Send + 'static;
    /// Why a connection could not be opened, checked or ended.
    type Error: std::error::Error + Send + Sync + 'static;

    /// Opens a connection.
    async fn connect(&self) -> Result<Self::Connection, Self::Error>;
    /// Checks an idle connection.
    async fn is_valid(&self, connection: &mut Self::Connection) -> Result<(), Self::Error>;
    /// Says at once whether a connection is known to be unusable.
    fn has_broken(&self, connection: &mut Self::Connection) -> bool;
    /// Ends a connection.
    async fn disconnect(&self, connection: Self::Connection) -> Result<(), Self::Error>;
}
