//! The pool that is judged, and what it was built from.

use std::{sync::Arc, time::Duration};

use crate::{
    model::Limited,
    probe::{Locked, Probe, ProbeConnection},
    subject::{Handle, Lease, Setup},
};

/// The pool, its manager and its set-up.
pub(crate) struct PoolUnderTest {
    pub(super) probe: Probe,
    pub(super) setup: Setup,
    /// How many connections may be open by now.
    pub(super) max_size: usize,
    pub(super) handle: Option<Box<dyn Handle>>,
    /// A guard of another pool, to be given to this one's `release`.
    pub(super) foreign_guard: Option<Box<dyn Lease>>,
    /// Connections that clients have taken out of the pool.
    pub(super) detached: Vec<ProbeConnection>,
    /// Whether the limit of acquires is given to each call, instead of to the pool.
    pub(super) by_calls: bool,
    /// Whether a call of the manager was given a handle to call the pool by.
    pub(super) lent: bool,
    /// Whether a guard led to a connection of another run: the factory gave out a pool that it had built before.
    pub(super) is_foreign: bool,
    /// What the last handle panicked with when it was dropped.
    pub(super) drop_panic: Option<String>,
}

impl PoolUnderTest {
    pub(super) fn new() -> Self {
        let probe = Probe::new();
        Self {
            setup: Setup::new(probe.clone()),
            probe,
            max_size: 0,
            handle: None,
            foreign_guard: None,
            detached: Vec::new(),
            by_calls: false,
            lent: false,
            is_foreign: false,
            drop_panic: None,
        }
    }

    pub(crate) fn setup(&self) -> &Setup {
        &self.setup
    }

    /// How long it takes until this limit of the set-up has passed for certain, if it is one that can be waited for.
    pub(crate) fn until_past(&self, what: Limited) -> Option<Duration> {
        const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);
        const MARGIN: Duration = Duration::from_secs(1);
        let setup = &self.setup;
        let limit = match what {
            Limited::Acquire => setup.acquire_timeout,
            Limited::Idle => setup.idle_timeout,
            Limited::Lifetime => setup.max_lifetime,
        };
        limit.filter(|limit| *limit <= LONGEST).map(|limit| limit + MARGIN)
    }

    pub(crate) fn max_size(&self) -> usize {
        self.max_size
    }

    pub(crate) fn has_handle(&self) -> bool {
        self.handle.is_some()
    }

    pub(crate) fn is_foreign(&self) -> bool {
        self.is_foreign
    }

    /// Whether the limit of acquires is given to each call.
    pub(crate) fn is_limited_by_calls(&self) -> bool {
        self.by_calls
    }

    pub(crate) fn drop_panic(&self) -> Option<&str> {
        self.drop_panic.as_deref()
    }

    /// A second handle of the same pool.
    pub(crate) fn another_handle(&self) -> Option<Box<dyn Handle>> {
        self.handle.as_ref().map(|handle| handle.another())
    }

    /// The state of the manager.
    pub(crate) fn manager(&self) -> Locked<'_> {
        self.probe.shared.lock()
    }

    /// How many clones of the manager, or connections of it, are kept outside the kit's hands.
    pub(crate) fn outside_references(&self) -> usize {
        // The probe itself, the one in the set-up, and the watchdog's.
        const OWN: usize = 3;
        Arc::strong_count(&self.probe.shared) - OWN
    }

    /// Gives the pool another, fresh manager.
    pub(super) fn replace_probe(&mut self) {
        self.probe = Probe::new();
        self.setup.manager = self.probe.clone();
    }
}
