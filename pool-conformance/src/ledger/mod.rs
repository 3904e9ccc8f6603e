//! What happened in a world, and what follows from it: the judge's only truth.

mod event;
mod fold;

pub(crate) use self::{
    event::{Call, CallEnd, CallId, ConnId, Ending, Event},
    fold::{Fold, Life},
};
use crate::world::Span;

/// An event and its virtual time since the world began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) at: Span,
    pub(crate) event: Event,
}

/// The append-only log of one world, with the counts that follow from it. It is the judge's own: what the pool does is
/// written by the probe into an inbox, which the judge empties into it.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    entries: Vec<Entry>,
    fold: Fold,
    now: Span,
}

impl Ledger {
    /// Writes down what happens now.
    #[expect(clippy::inline_always, reason = "who records knows which event, and need not build it first")]
    #[inline(always)]
    pub(crate) fn record(&mut self, event: Event) {
        self.fold.apply(&event);
        self.entries.push(Entry { at: self.now, event });
    }

    /// Takes over what was written down elsewhere.
    pub(crate) fn take(&mut self, entry: Entry) {
        self.fold.apply(&entry.event);
        self.entries.push(entry);
    }

    /// Keeps what code that called the pool panicked with there.
    pub(crate) fn keep_panic(&mut self, text: String) {
        self.fold.panicked_reentry.get_or_insert(text);
    }

    /// Keeps that a poll made calls of the manager without end.
    pub(crate) fn keep_endless_poll(&mut self) {
        self.fold.endless_poll = true;
    }

    pub(crate) fn now(&self) -> Span {
        self.now
    }

    pub(crate) fn set_now(&mut self, now: Span) {
        self.now = now;
    }

    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub(crate) fn fold(&self) -> &Fold {
        &self.fold
    }

    /// Exchanges the entries for others, of a world that is over.
    pub(crate) fn swap_entries(&mut self, others: &mut Vec<Entry>) {
        std::mem::swap(&mut self.entries, others);
    }

    /// Forgets everything and keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.entries.clear();
        self.fold.clear();
        self.now = Span::ZERO;
    }
}
