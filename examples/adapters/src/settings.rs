//! What a pool is to be like, in words that belong to no pool.

use std::time::Duration;

/// What a pool is to be like, in words that every adapter translates as far as its pool has the notion.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
///
/// use pool_adapters::Settings;
///
/// let settings = Settings::new(10).min_size(2).acquire_timeout(Duration::from_secs(5));
/// assert_eq!((settings.min_size, settings.max_size), (2, 10));
/// assert_eq!(settings.idle_timeout, None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Settings {
    /// How many connections are opened without demand.
    pub min_size: usize,
    /// How many connections may be open at once.
    pub max_size: usize,
    /// How long an acquire may take; `None` is for ever, or the longest that the pool accepts.
    pub acquire_timeout: Option<Duration>,
    /// How long a connection may lie idle; `None` is for ever.
    pub idle_timeout: Option<Duration>,
    /// How old a connection may become; `None` is for ever.
    pub max_lifetime: Option<Duration>,
    /// Whether `is_valid` is asked before a connection is handed out.
    pub validate_on_acquire: bool,
}

impl Settings {
    /// Settings of a pool of at most so many connections, which are opened on demand and checked before they are
    /// handed out, with a limit of 30 seconds on an acquire and none on idle times and ages.
    #[must_use]
    pub const fn new(max_size: usize) -> Self {
        Self {
            min_size: 0,
            max_size,
            acquire_timeout: Some(Duration::from_secs(30)),
            idle_timeout: None,
            max_lifetime: None,
            validate_on_acquire: true,
        }
    }

    /// Sets how many connections are opened without demand.
    #[must_use]
    pub const fn min_size(mut self, connections: usize) -> Self {
        self.min_size = connections;
        self
    }

    /// Sets how long an acquire may take; `None` is for ever, or the longest that the pool accepts.
    #[must_use]
    pub fn acquire_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.acquire_timeout = limit.into();
        self
    }

    /// Sets how long a connection may lie idle; `None` is for ever.
    #[must_use]
    pub fn idle_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.idle_timeout = limit.into();
        self
    }

    /// Sets how old a connection may become; `None` is for ever.
    #[must_use]
    pub fn max_lifetime(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.max_lifetime = limit.into();
        self
    }

    /// Sets whether `is_valid` is asked before a connection is handed out.
    #[must_use]
    pub const fn validate_on_acquire(mut self, validate: bool) -> Self {
        self.validate_on_acquire = validate;
        self
    }
}
