use pool_protocol::{Counters, PoolError};

use super::state::State;

/// Why a connection is ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    Idle,
    Lifetime,
    Broken,
    Discarded,
    Closed,
    /// A prefill that failed, a check that hung, or a bound that was lowered.
    Other,
}

impl Why {
    pub(super) fn count(self, counters: &mut Counters) {
        let ended = &mut counters.ended;
        let counter = match self {
            Self::Idle => &mut ended.idle,
            Self::Lifetime => &mut ended.lifetime,
            Self::Broken => &mut ended.broken,
            Self::Discarded => &mut ended.discarded,
            Self::Closed => &mut ended.closed,
            Self::Other => &mut ended.other,
        };
        *counter += 1;
    }
}

impl<C> State<C> {
    pub(super) fn counters(&self) -> Counters {
        self.counters
    }

    /// Counts how an acquire came out.
    pub(super) fn count<T>(&mut self, acquired: &Result<T, PoolError>) {
        match acquired {
            Ok(_) => self.counters.acquired += 1,
            Err(PoolError::Timeout) => self.counters.timeouts += 1,
            Err(_) => self.counters.failures += 1,
        }
    }
}
