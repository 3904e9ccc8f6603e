//! A pool that keeps every rule that can apply to it, small enough to be read in one go.

use std::time::Duration;

mod acquire;
mod builder;
mod guard;
mod lease;
mod place;
mod pool;
mod queue;
mod shared;
mod state;
mod timing;

pub use self::{builder::Builder, guard::Guard, pool::ReferencePool};

/// How long the pool waits for one `disconnect`. After that, the connection is dropped.
pub const DISCONNECT_LIMIT: Duration = Duration::from_secs(5);
