//! The append-only log of one run.

use crate::{
    model::{Entry, Event, VirtualDuration},
    trace::{SituationTracker, Summary},
};

/// The append-only log of one run, with the counts that follow from it. It is the kit's own: what the pool does is
/// written by the probe into an inbox, which the kit empties into it.
#[derive(Debug, Default)]
pub(crate) struct Trace {
    pub(super) entries: Vec<Entry>,
    pub(super) summary: Summary,
    pub(super) situations: SituationTracker,
    pub(super) now: VirtualDuration,
}

impl Trace {
    /// Writes down what happens now.
    #[expect(clippy::inline_always, reason = "the caller knows which event, and need not build it first")]
    #[inline(always)]
    pub(crate) fn record(&mut self, event: Event) {
        self.situations.apply(&event, &self.summary);
        self.summary.apply(&event, self.now);
        self.entries.push(Entry { at: self.now, event });
    }

    /// Takes over what was written down elsewhere.
    pub(crate) fn take(&mut self, entry: Entry) {
        self.situations.apply(&entry.event, &self.summary);
        self.summary.apply(&entry.event, entry.at);
        self.entries.push(entry);
    }

    /// Keeps what code that called the pool panicked with there.
    pub(crate) fn keep_panic(&mut self, text: String) {
        self.summary.panicked_reentry.get_or_insert(text);
    }

    /// Keeps that a poll made calls of the manager without end.
    pub(crate) fn keep_endless_poll(&mut self) {
        self.summary.endless_poll = true;
    }

    pub(crate) fn now(&self) -> VirtualDuration {
        self.now
    }

    pub(crate) fn set_now(&mut self, now: VirtualDuration) {
        self.now = now;
    }

    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub(super) fn tracker(&self) -> &SituationTracker {
        &self.situations
    }

    pub(crate) fn summary(&self) -> &Summary {
        &self.summary
    }

    /// Exchanges the entries for others, of a run that is over.
    pub(crate) fn swap_entries(&mut self, others: &mut Vec<Entry>) {
        std::mem::swap(&mut self.entries, others);
    }

    /// Forgets everything and keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.entries.clear();
        self.summary.clear();
        self.situations.clear();
        self.now = VirtualDuration::ZERO;
    }
}
