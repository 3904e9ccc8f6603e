use std::error::Error;

/// Any error, boxed, so that [`PoolError`] has no type parameter.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// Why a pool could not do what it was asked.
///
/// The variants are what a caller would treat differently: stop on [`Closed`](Self::Closed), try again or shed
/// load on [`Timeout`](Self::Timeout) and [`Exhausted`](Self::Exhausted), raise an alarm on
/// [`Connect`](Self::Connect). A pool MUST tell these apart (**ERR-02**).
///
/// The factory's own error is in `source()` and never in the message, so that printing the chain says everything
/// once. It SHOULD be reachable there unchanged (**ERR-03**, *error-source*).
///
/// # Examples
///
/// ```
/// use std::{error::Error, io};
///
/// use pool_protocol::PoolError;
///
/// let refused = io::Error::from(io::ErrorKind::ConnectionRefused);
/// let error = PoolError::Connect(refused.into());
///
/// assert_eq!(error.to_string(), "could not connect");
/// let cause = error.source().and_then(|source| source.downcast_ref::<io::Error>());
/// assert_eq!(cause.map(io::Error::kind), Some(io::ErrorKind::ConnectionRefused));
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PoolError {
    /// The pool is closed, or closing, or wants `init` first (**LIFE-03**, **LIFE-04**).
    #[error("pool is closed")]
    Closed,

    /// The limit of the acquire passed, and nothing failed but time (**TIME-01**).
    ///
    /// A pool that tried to connect until its limit, and knows why it failed, reports [`Connect`](Self::Connect)
    /// with that cause instead.
    #[error("timed out waiting for a connection")]
    Timeout,

    /// Every connection is in use, and the pool does not wait, or not with this many waiters.
    ///
    /// Pools that declare to fail at once report it (**ACQ-04**), and so do pools that bound their waiters
    /// (**LIM-01**, *wait-limit*).
    #[error("all connections are in use")]
    Exhausted,

    /// No connection could be opened, for the reason in `source()` (**ERR-01**).
    #[error("could not connect")]
    Connect(#[source] BoxError),

    /// A connection failed its check, its reset or its ending, for the reason in `source()` (**HLTH-05**,
    /// **HLTH-09**).
    #[error("connection is unhealthy")]
    Unhealthy(#[source] BoxError),

    /// The guard came from another pool (**REL-04**, *handle-release*).
    #[error("guard belongs to another pool")]
    ForeignGuard,

    /// The configuration makes no sense, for the reason given (**PRE-02**).
    #[error("invalid configuration: {0}")]
    InvalidConfig(String),
}
