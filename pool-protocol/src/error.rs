use std::error::Error;

/// Any error, boxed, so that [`PoolError`] has no type parameter.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// Why a pool could not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PoolError {
    /// The pool is closed.
    #[error("pool is closed")]
    Closed,
    /// The limit of the acquire passed.
    #[error("timed out waiting for a connection")]
    Timeout,
    /// Every connection is in use, and this pool does not wait.
    #[error("all connections are in use")]
    Exhausted,
    /// No connection could be opened.
    #[error("could not connect")]
    Connect(#[source] BoxError),
    /// The pool, or a connection of it, does not work.
    #[error("health check failed")]
    Unhealthy(#[source] BoxError),
    /// The guard came from another pool.
    #[error("guard belongs to another pool")]
    ForeignGuard,
    /// The configuration makes no sense.
    #[error("invalid configuration: {0}")]
    InvalidConfig(String),
}
