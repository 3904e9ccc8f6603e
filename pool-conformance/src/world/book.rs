//! Keeping the ledger.

use super::World;
use crate::ledger::{Entry, Event, Fold};

impl World<'_> {
    /// Has a transcript kept from that schedule on, by which the watchdog can tell where the pool did not come back; without
    /// one the judge needs no lock to write down what it does.
    pub(crate) fn transcribe_from(&mut self, schedule: u64) {
        self.transcribed_from = schedule;
        if self.is_transcribed() {
            self.state().inbox.begin_transcript();
        }
    }

    /// Begins the schedule of that number.
    pub(crate) fn begin_schedule(&mut self, number: u64) {
        self.pulse.begin_schedule(number);
        if number == self.transcribed_from {
            self.state().inbox.begin_transcript();
        }
    }

    #[inline]
    fn is_transcribed(&self) -> bool {
        self.pulse.schedule() >= self.transcribed_from
    }

    /// Writes down what happens now.
    #[expect(clippy::inline_always, reason = "who records knows which event, and need not build it first")]
    #[inline(always)]
    pub(super) fn record(&mut self, event: Event) {
        self.collect();
        self.ledger.record(event);
        if self.is_transcribed() {
            self.transcribe_the_last();
        }
    }

    fn transcribe_the_last(&mut self) {
        if let Some(entry) = self.ledger.entries().last() {
            self.state().inbox.transcribe(entry.clone());
        }
    }

    /// Notes that what comes now is done after every script.
    pub(crate) fn end_script(&mut self) {
        self.record(Event::ScriptEnds);
    }

    /// Takes over what has happened at the pool's doing: mostly nothing.
    #[inline]
    pub(super) fn collect(&mut self) {
        if self.probe.shared.has_mail() {
            self.fetch_mail();
        }
    }

    fn fetch_mail(&mut self) {
        self.probe.shared.lock().inbox.empty_into(&mut self.ledger);
    }

    /// What has happened.
    pub(crate) fn entries(&self) -> &[Entry] {
        self.ledger.entries()
    }

    /// Exchanges the entries for others, of a world that is over.
    pub(crate) fn swap_entries(&mut self, others: &mut Vec<Entry>) {
        self.ledger.swap_entries(others);
    }

    /// What the ledger says.
    pub(crate) fn count<T>(&self, of: impl FnOnce(&Fold) -> T) -> T {
        of(self.fold())
    }

    pub(crate) fn fold(&self) -> &Fold {
        self.ledger.fold()
    }
}
