//! What several threads have begun and done by now, as far as a status has to fit it.

use std::{
    ops::RangeInclusive,
    sync::atomic::{AtomicUsize, Ordering::SeqCst},
};

/// Counts that only grow: what they were before a status was asked for, and are afterwards, bounds what it may show.
#[derive(Debug, Default)]
pub(crate) struct History {
    /// Operations that may have taken a connection.
    begun: AtomicUsize,
    /// Guards that were lent.
    lent: AtomicUsize,
    /// Guards of which the way back has begun.
    returning: AtomicUsize,
    /// Operations that have taken nothing, and guards that have come back.
    over: AtomicUsize,
}

impl History {
    pub(crate) fn begins(&self) {
        self.begun.fetch_add(1, SeqCst);
    }

    pub(crate) fn lends(&self) {
        self.lent.fetch_add(1, SeqCst);
    }

    pub(crate) fn takes_back(&self) {
        self.returning.fetch_add(1, SeqCst);
    }

    pub(crate) fn ends(&self) {
        self.over.fetch_add(1, SeqCst);
    }

    /// Looks at something while the threads go on: what came of it, and how many connections may have been in use meanwhile.
    pub(crate) fn during<T>(&self, look: impl FnOnce() -> T) -> (T, RangeInclusive<usize>) {
        let (lent, over) = (self.lent.load(SeqCst), self.over.load(SeqCst));
        let seen = look();
        let (returning, begun) = (self.returning.load(SeqCst), self.begun.load(SeqCst));
        (seen, lent.saturating_sub(returning)..=begun.saturating_sub(over))
    }
}
