//! What a pool has counted since it was made.

use std::time::Duration;

/// What a pool has counted since it was made: numbers that only grow.
///
/// # Contract
///
/// Counters SHOULD NOT go backwards, and at rest they SHOULD be exact ([ACCT-09]). `acquired`, `timeouts` and
/// `failures` count the outcomes of acquires, each acquire once; one that was dropped before its outcome is in none
/// of them.
///
/// # Examples
///
/// A pool starts from the default, since more fields may come:
///
/// ```
/// use std::time::Duration;
///
/// use pool_protocol::Counters;
///
/// let mut counters = Counters::default();
/// counters.opened = 5;
/// counters.ended.idle = 2;
/// counters.ended.broken = 1;
/// counters.waited = 4;
/// counters.wait_time = Duration::from_millis(20);
/// assert_eq!(counters.opened - counters.ended.total(), 2);
/// ```
#[doc = include_str!("contract/links.md")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Counters {
    /// Connections opened: calls of `connect` that succeeded.
    pub opened: u64,
    /// Connections ended, by reason.
    pub ended: Ended,
    /// Acquires that were served with a guard, those of `try_acquire` included.
    pub acquired: u64,
    /// Acquires that failed with [`PoolError::Timeout`](crate::PoolError::Timeout).
    pub timeouts: u64,
    /// Acquires that failed with any other error.
    pub failures: u64,
    /// Acquires that joined the queue, since they found neither an idle connection nor room for a new one.
    pub waited: u64,
    /// How long acquires have been in the queue, all together. An acquire adds to it when it leaves the queue.
    pub wait_time: Duration,
    /// How long guards have been held, all together. A guard adds to it when it goes.
    pub use_time: Duration,
}

/// Connections that a pool has ended, by reason; part of [`Counters`].
///
/// A pool that cannot tell a reason counts it under `other`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Ended {
    /// Idle for longer than the limit ([HLTH-06](crate::contract#HLTH-06)).
    pub idle: u64,
    /// Older than the limit ([HLTH-07](crate::contract#HLTH-07)).
    pub lifetime: u64,
    /// Found broken, or failed a check or a reset ([HLTH-01], [HLTH-02], [RST-02]).
    #[doc = include_str!("contract/links.md")]
    pub broken: u64,
    /// Discarded by the holder ([REL-09](crate::contract#REL-09)).
    pub discarded: u64,
    /// Ended because the pool was closed or dropped ([LIFE-08], [RES-01]).
    #[doc = include_str!("contract/links.md")]
    pub closed: u64,
    /// Ended for another reason, such as a lowered bound ([MNT-03]) or a cancelled call ([CANC-03]).
    #[doc = include_str!("contract/links.md")]
    pub other: u64,
}

impl Ended {
    /// Returns the number of connections ended, whatever the reason.
    #[must_use]
    pub const fn total(&self) -> u64 {
        self.idle + self.lifetime + self.broken + self.discarded + self.closed + self.other
    }
}
