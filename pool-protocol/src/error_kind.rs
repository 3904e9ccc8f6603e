//! The kinds of a pool's errors.

use std::fmt;

/// The kind of a [`PoolError`](crate::PoolError): one for each variant.
///
/// # Examples
///
/// A metric counts failed acquires by their kind:
///
/// ```
/// use std::collections::HashMap;
///
/// use pool_protocol::{ErrorKind, PoolError};
///
/// let mut failures: HashMap<ErrorKind, u64> = HashMap::new();
/// for error in [PoolError::Timeout, PoolError::Closed, PoolError::Timeout] {
///     *failures.entry(error.kind()).or_default() += 1;
/// }
/// assert_eq!(failures[&ErrorKind::Timeout], 2);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The kind of [`PoolError::Closed`](crate::PoolError::Closed).
    Closed,
    /// The kind of [`PoolError::Timeout`](crate::PoolError::Timeout).
    Timeout,
    /// The kind of [`PoolError::Exhausted`](crate::PoolError::Exhausted).
    Exhausted,
    /// The kind of [`PoolError::Connect`](crate::PoolError::Connect).
    Connect,
    /// The kind of [`PoolError::Unhealthy`](crate::PoolError::Unhealthy).
    Unhealthy,
    /// The kind of [`PoolError::ForeignGuard`](crate::PoolError::ForeignGuard).
    ForeignGuard,
    /// The kind of [`PoolError::InvalidConfig`](crate::PoolError::InvalidConfig).
    InvalidConfig,
    /// The kind of [`PoolError::Unsupported`](crate::PoolError::Unsupported).
    Unsupported,
}

impl ErrorKind {
    /// Returns the kind's name in lower case, with `_` between words, as labels of metrics are written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Timeout => "timeout",
            Self::Exhausted => "exhausted",
            Self::Connect => "connect",
            Self::Unhealthy => "unhealthy",
            Self::ForeignGuard => "foreign_guard",
            Self::InvalidConfig => "invalid_config",
            Self::Unsupported => "unsupported",
        }
    }

    /// Returns whether a call that failed so may succeed later; see
    /// [`PoolError::is_transient`](crate::PoolError::is_transient).
    #[must_use]
    pub const fn is_transient(self) -> bool {
        matches!(self, Self::Timeout | Self::Exhausted | Self::Connect | Self::Unhealthy)
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
