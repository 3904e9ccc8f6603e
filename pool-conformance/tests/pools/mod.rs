//! Pools to judge the judge with: honest ones of four architectures, the same with one mistake each, and hopeless ones.

mod actor;
pub(crate) mod any;
pub(crate) mod common;
pub(crate) mod deviation;
mod early;
pub(crate) mod habit;
mod handoff;
pub(crate) mod hopeless;
mod inner;
pub(crate) mod kept;
pub(crate) mod lies;
mod manager;
pub(crate) mod odd;
mod plain;
pub(crate) mod policy;
mod semaphore;
mod subject;

use std::time::Duration;

use pool_protocol::PoolError;

pub(crate) use self::any::{AnyGuard, AnyPool};

/// What a pool is asked to be.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Config {
    pub(crate) min_size: usize,
    pub(crate) max_size: usize,
    pub(crate) acquire_timeout: Option<Duration>,
    pub(crate) idle_timeout: Option<Duration>,
    pub(crate) max_lifetime: Option<Duration>,
    pub(crate) validate_on_acquire: bool,
    pub(crate) wait_limit: Option<usize>,
    /// Set only by mistake: nobody looks at the sizes.
    pub(crate) unchecked: bool,
}

impl Config {
    /// Whether anything can be missing, or too old.
    fn needs_upkeep(&self) -> bool {
        self.min_size > 0 || self.idle_timeout.is_some() || self.max_lifetime.is_some()
    }

    /// Refuses a bound that makes no sense for a pool of this least size.
    fn refuse_bound(&self, max_size: usize, keeps_least: bool) -> Result<(), PoolError> {
        let least = if keeps_least { self.min_size.max(1) } else { 1 };
        if max_size >= least {
            return Ok(());
        }
        Err(PoolError::InvalidConfig(format!("max_size is below {least}")))
    }

    /// Refuses sizes that make no sense.
    fn refuse_nonsense(&self) -> Result<(), PoolError> {
        if self.unchecked {
            return Ok(());
        }
        if self.max_size == 0 {
            return Err(PoolError::InvalidConfig("max_size is zero".to_owned()));
        }
        if self.min_size > self.max_size {
            return Err(PoolError::InvalidConfig("min_size exceeds max_size".to_owned()));
        }
        Ok(())
    }

    /// The nearest sizes that make sense.
    fn clamp_nonsense(self) -> Self {
        if self.unchecked {
            return self;
        }
        let max_size = self.max_size.max(1);
        Self { max_size, min_size: self.min_size.min(max_size), ..self }
    }
}

/// Every test target compiles all the pools, and few use them all.
const _: () = {
    let (odd, hopeless) = (&odd::ODD[0], hopeless::Hopeless::ALL);
    let _ = (odd.name, odd.blueprint(), hopeless);
};
