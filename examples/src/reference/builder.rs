use std::time::Duration;

use pool_protocol::{ManageConnection, PoolError};
use tokio::time::Instant;

use super::ReferencePool;

/// Sets up a [`ReferencePool`].
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct Builder<M> {
    manager: M,
    config: Config,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Config {
    pub(super) min_size: usize,
    pub(super) max_size: usize,
    pub(super) acquire_timeout: Option<Duration>,
    pub(super) idle_timeout: Option<Duration>,
    pub(super) max_lifetime: Option<Duration>,
    pub(super) validate_on_acquire: bool,
    pub(super) measure_use: bool,
    pub(super) wait_limit: Option<usize>,
}

impl<M: ManageConnection> Builder<M> {
    pub(super) fn new(manager: M) -> Self {
        let config = Config {
            min_size: 0,
            max_size: 10,
            acquire_timeout: Some(Duration::from_secs(30)),
            idle_timeout: None,
            max_lifetime: None,
            validate_on_acquire: true,
            measure_use: false,
            wait_limit: None,
        };
        Self { manager, config }
    }

    /// How many connections `init` opens. Default: 0.
    pub fn min_size(mut self, min_size: usize) -> Self {
        self.config.min_size = min_size;
        self
    }

    /// How many connections may be open at once. Default: 10.
    pub fn max_size(mut self, max_size: usize) -> Self {
        self.config.max_size = max_size;
        self
    }

    /// How long an acquire may take: waiting, checking and connecting together. Default: 30 seconds.
    ///
    /// With a limit of zero an acquire is polled once: it gets what is there at that moment.
    pub fn acquire_timeout(mut self, acquire_timeout: Option<Duration>) -> Self {
        self.config.acquire_timeout = acquire_timeout;
        self
    }

    /// How long a connection may lie idle and still be lent. Default: for ever.
    pub fn idle_timeout(mut self, idle_timeout: Option<Duration>) -> Self {
        self.config.idle_timeout = idle_timeout;
        self
    }

    /// How old a connection may be when it is lent. Default: as old as it likes.
    pub fn max_lifetime(mut self, max_lifetime: Option<Duration>) -> Self {
        self.config.max_lifetime = max_lifetime;
        self
    }

    /// Whether a connection that has been open before is asked `is_valid` before it is lent. Default: yes.
    pub fn validate_on_acquire(mut self, validate_on_acquire: bool) -> Self {
        self.config.validate_on_acquire = validate_on_acquire;
        self
    }

    /// Whether [`Counters::use_time`](pool_protocol::Counters::use_time) is measured, for which the clock is read at every
    /// loan and at every return. Default: no, and it stays zero.
    pub fn measure_use(mut self, measure_use: bool) -> Self {
        self.config.measure_use = measure_use;
        self
    }

    /// How many acquires may wait at once; one more fails with [`PoolError::Exhausted`]. Default: any number.
    pub fn wait_limit(mut self, wait_limit: Option<usize>) -> Self {
        self.config.wait_limit = wait_limit;
        self
    }

    /// Builds the pool; opens nothing yet.
    ///
    /// Sizes that make no sense do not fail here but in every `init`, `acquire` and `health_check`, with
    /// [`PoolError::InvalidConfig`].
    #[must_use]
    pub fn build(self) -> ReferencePool<M> {
        ReferencePool::new(self.manager, self.config)
    }
}

impl Config {
    pub(super) fn check(&self) -> Result<(), PoolError> {
        let Self { min_size, max_size, .. } = self;
        match max_size {
            0 => Err(PoolError::InvalidConfig("max_size is 0".into())),
            _ if min_size > max_size => {
                Err(PoolError::InvalidConfig(format!("min_size {min_size} is above max_size {max_size}")))
            }
            _ => Ok(()),
        }
    }

    /// The time, if the age of a connection matters to anybody.
    pub(super) fn now(&self) -> Option<Instant> {
        (self.idle_timeout.is_some() || self.max_lifetime.is_some()).then(Instant::now)
    }
}
