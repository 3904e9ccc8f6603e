//! The set-up that a pool is built from.

use crate::model::ACQUIRE_TIMEOUT;
use std::time::Duration;

use crate::probe::Probe;

/// What a factory is asked to build a pool from.
///
/// Every field is to be honoured as far as the pool has the notion; a pool that has no prefill, say, ignores
/// `min_size` and declares [`Prefill::None`](crate::Prefill::None).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Setup {
    /// The manager to give to the pool: the kit's instrumented run.
    pub manager: Probe,
    /// How many connections `init` opens.
    pub min_size: usize,
    /// How many connections may be open at once.
    pub max_size: usize,
    /// How long an acquire may take altogether; `None` is for ever.
    pub acquire_timeout: Option<Duration>,
    /// How long a connection may lie idle; `None` is for ever.
    pub idle_timeout: Option<Duration>,
    /// How old a connection may become; `None` is for ever.
    pub max_lifetime: Option<Duration>,
    /// Whether `is_valid` is asked before an idle connection is handed out.
    pub validate_on_acquire: bool,
    /// How many acquires may wait at once; zero is a pool that never queues, and `None` is no limit.
    pub wait_limit: Option<usize>,
}

impl Setup {
    /// An ordinary set-up: nothing limited but the size, and half a minute for an acquire.
    pub(crate) fn new(manager: Probe) -> Self {
        Self {
            manager,
            min_size: 0,
            max_size: 1,
            acquire_timeout: Some(Self::ACQUIRE_TIMEOUT),
            idle_timeout: None,
            max_lifetime: None,
            validate_on_acquire: false,
            wait_limit: None,
        }
    }

    /// Makes it an ordinary one again, of these sizes.
    pub(crate) fn reset(&mut self, min_size: usize, max_size: usize) {
        (self.min_size, self.max_size) = (min_size, max_size);
        self.acquire_timeout = Some(Self::ACQUIRE_TIMEOUT);
        (self.idle_timeout, self.max_lifetime, self.validate_on_acquire) = (None, None, false);
        self.wait_limit = None;
    }

    /// The acquire limit of an ordinary set-up, in virtual time.
    pub(crate) const ACQUIRE_TIMEOUT: Duration = ACQUIRE_TIMEOUT;
}
