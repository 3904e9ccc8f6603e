//! Adapters: real pools behind [`Pool`](pool_protocol::Pool), as code to copy.
//!
//! An adapter translates and repairs nothing. It has no lock, no counter, no retry and no flag that its pool lacks,
//! because whatever it added would be what a conformance run measures. Where a pool has nothing for a method, the
//! adapter says so: `close` of a pool that cannot be closed is `PoolError::Unsupported`, `init` of a pool without
//! prefill does nothing and its [`Status`](pool_protocol::Status) reports a `min_size` of 0, and a setting that the pool
//! does not know is ignored. The page of each adapter lists which.
//!
//! All four pools end a connection by dropping its value: none calls
//! [`disconnect`](pool_protocol::ManageConnection::disconnect), and so neither do their adapters.

mod bb8;
mod deadpool;
mod fast_pool;
mod mobc;

use std::time::Duration;

pub use self::{
    bb8::{Bb8Manager, Bb8Pool},
    deadpool::{DeadpoolManager, DeadpoolPool},
    fast_pool::{FastConnection, FastError, FastGuard, FastManager, FastPool},
    mobc::{MobcManager, MobcPool},
};

/// What a pool is to be like, in words that every adapter translates as far as its pool has the notion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// Pools count in their own integers; no real pool is near the end of one.
fn count(number: impl TryInto<usize>) -> usize {
    number.try_into().unwrap_or(usize::MAX)
}
