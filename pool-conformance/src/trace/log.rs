//! The append-only log of one run.

use crate::{
    model::{Entry, Event, Step, VirtualDuration},
    trace::{
        BoundTracker, Demand, Endings, ErrorCauses, OutcomeTracker, SituationTracker, Summary, TryTracker,
    },
};

/// The append-only log of one run, with the counts that follow from it. It is the kit's own: what the pool does is
/// written by the probe into an inbox, which the kit empties into it.
#[derive(Debug, Default)]
pub(crate) struct Trace {
    pub(super) entries: Vec<Entry>,
    pub(super) summary: Summary,
    pub(super) situations: SituationTracker,
    pub(super) demand: Demand,
    pub(super) error_causes: ErrorCauses,
    pub(super) endings: Endings,
    /// How often time has passed, or more has happened than polls and wakes.
    pub(super) changes: u64,
    pub(super) tries: TryTracker,
    pub(super) bound: BoundTracker,
    pub(super) outcomes: OutcomeTracker,
    pub(super) now: VirtualDuration,
}

impl Trace {
    /// Writes down what happens now.
    #[expect(clippy::inline_always, reason = "the caller knows which event, and need not build it first")]
    #[inline(always)]
    pub(crate) fn record(&mut self, event: Event) {
        self.note(&event, self.now);
        self.entries.push(Entry { at: self.now, event });
    }

    /// Takes over what was written down elsewhere.
    pub(crate) fn take(&mut self, entry: Entry) {
        self.note(&entry.event, entry.at);
        self.entries.push(entry);
    }

    #[expect(clippy::inline_always, reason = "the caller knows which event, and need not build it first")]
    #[inline(always)]
    fn note(&mut self, event: &Event, at: VirtualDuration) {
        self.changes += u64::from(is_change(event));
        self.situations.apply(event, &self.summary);
        self.demand.apply(event, &self.summary);
        self.endings.apply(event, &self.summary);
        self.error_causes.apply(event);
        self.tries.apply(event, &self.summary);
        self.summary.apply(event, at);
        self.bound.apply(event, &self.summary);
        self.outcomes.apply(event);
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
        if now != self.now {
            self.changes += 1;
            self.demand.time_passes();
            self.endings.time_passes();
        }
        self.now = now;
    }

    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub(super) fn tracker(&self) -> &SituationTracker {
        &self.situations
    }

    /// How much has happened but polls and wakes.
    pub(crate) fn changes(&self) -> u64 {
        self.changes
    }

    /// Who wanted a connection, and when.
    pub(crate) fn demand(&self) -> &Demand {
        &self.demand
    }

    /// Where the errors of acquires came from.
    pub(crate) fn error_causes(&self) -> &ErrorCauses {
        &self.error_causes
    }

    /// How connections were ended.
    pub(crate) fn endings(&self) -> &Endings {
        &self.endings
    }

    /// How acquires came to their end.
    pub(crate) fn outcomes(&self) -> &OutcomeTracker {
        &self.outcomes
    }

    /// From now on there may be acquires that are not written down.
    pub(crate) fn lose_count(&mut self) {
        self.outcomes.uncertain = true;
    }

    /// The bound that counts.
    pub(crate) fn bound(&self) -> &BoundTracker {
        &self.bound
    }

    /// What became of those who did not want to wait.
    pub(crate) fn tries(&self) -> &TryTracker {
        &self.tries
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
        self.demand.clear();
        self.error_causes.clear();
        self.endings.clear();
        self.changes = 0;
        self.tries.clear();
        self.bound.clear();
        self.outcomes.clear();
        self.now = VirtualDuration::ZERO;
    }
}

/// Whether the pool may do otherwise after this than before.
fn is_change(event: &Event) -> bool {
    !matches!(
        event,
        Event::Woken { .. }
            | Event::Polled(_)
            | Event::ScriptEnds
            | Event::Step(Step::Poll(_) | Step::PollAnew(_) | Step::Tasks | Step::Settle)
    )
}
