//! Why a pool could not do what it was asked.

use std::error::Error;

use crate::ErrorKind;

/// Any error, boxed, so that [`PoolError`] has no type parameter.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// Why a pool could not do what it was asked.
///
/// The variants are what a caller would treat differently: stop on [`Closed`](Self::Closed), try again or shed
/// load on [`Timeout`](Self::Timeout) and [`Exhausted`](Self::Exhausted), raise an alarm on
/// [`Connect`](Self::Connect). A pool MUST tell these apart ([ERR-02]).
///
/// The manager's own error is in `source()` and never in the message, so that printing the chain says everything
/// once. It SHOULD be reachable there unchanged ([ERR-03], *error-source*).
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
#[doc = include_str!("contract/links.md")]
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PoolError {
    /// The pool is closed, or closing, or wants `init` first ([LIFE-03], [LIFE-04]).
    #[doc = include_str!("contract/links.md")]
    #[error("pool is closed")]
    Closed,

    /// The limit of the acquire passed, and nothing failed but time ([TIME-01](crate::contract#TIME-01)).
    ///
    /// A pool that tried to connect until its limit, and knows why it failed, reports [`Connect`](Self::Connect)
    /// with that cause instead.
    #[error("timed out waiting for a connection")]
    Timeout,

    /// Every connection is in use, and the pool does not wait, or not with this many waiters.
    ///
    /// Pools that declare to fail at once report it ([ACQ-04]), and so do pools that bound their waiters
    /// ([LIM-01], *wait-limit*).
    #[doc = include_str!("contract/links.md")]
    #[error("all connections are in use")]
    Exhausted,

    /// No connection could be opened, for the reason in `source()` ([ERR-01](crate::contract#ERR-01)).
    #[error("could not connect")]
    Connect(#[source] BoxError),

    /// A connection failed its check, its reset or its ending, for the reason in `source()` ([HLTH-05],
    /// [HLTH-09]).
    #[doc = include_str!("contract/links.md")]
    #[error("connection is unhealthy")]
    Unhealthy(#[source] BoxError),

    /// The guard came from another pool ([REL-04](crate::contract#REL-04), *handle-release*).
    #[error("guard belongs to another pool")]
    ForeignGuard,

    /// The configuration makes no sense, for the reason given ([PRE-02](crate::contract#PRE-02)).
    #[error("invalid configuration: {0}")]
    InvalidConfig(String),

    /// The pool has no such operation.
    ///
    /// An adapter reports it where the pool behind it lacks what a method asks for, as bb8 lacks `close`. The pool
    /// stays as it was.
    #[error("the pool does not support this operation")]
    Unsupported,
}

impl PoolError {
    /// Returns the kind of the error: its variant, without what the variant holds.
    ///
    /// A kind can be copied, compared, and used as the label of a metric.
    ///
    /// # Examples
    ///
    /// ```
    /// use pool_protocol::{ErrorKind, PoolError};
    ///
    /// let error = PoolError::Connect("connection refused".into());
    /// assert_eq!(error.kind(), ErrorKind::Connect);
    /// assert_eq!(error.kind().as_str(), "connect");
    /// ```
    #[must_use]
    pub const fn kind(&self) -> ErrorKind {
        match self {
            Self::Closed => ErrorKind::Closed,
            Self::Timeout => ErrorKind::Timeout,
            Self::Exhausted => ErrorKind::Exhausted,
            Self::Connect(_) => ErrorKind::Connect,
            Self::Unhealthy(_) => ErrorKind::Unhealthy,
            Self::ForeignGuard => ErrorKind::ForeignGuard,
            Self::InvalidConfig(_) => ErrorKind::InvalidConfig,
            Self::Unsupported => ErrorKind::Unsupported,
        }
    }

    /// Returns whether the same call may succeed later: true for [`Timeout`](Self::Timeout),
    /// [`Exhausted`](Self::Exhausted), [`Connect`](Self::Connect) and [`Unhealthy`](Self::Unhealthy).
    ///
    /// # Examples
    ///
    /// ```
    /// use pool_protocol::PoolError;
    ///
    /// assert!(PoolError::Timeout.is_transient());
    /// assert!(!PoolError::Closed.is_transient());
    /// ```
    #[must_use]
    pub const fn is_transient(&self) -> bool {
        self.kind().is_transient()
    }
}
