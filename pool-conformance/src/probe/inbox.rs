//! What has happened at the pool's doing and the kit has not read yet.

use tokio::time::Instant;

use crate::{
    model::{ConnId, Entry, Event, VirtualDuration},
    trace::Trace,
};

/// Entries on their way to the kit's trace, and what the probe itself has to know of those that went before.
#[derive(Debug, Default)]
pub(crate) struct Inbox {
    entries: Vec<Entry>,
    /// How many there have been.
    received: usize,
    opened: u32,
    broken: Vec<ConnId>,
    /// What code that called the pool panicked with there, of the pool's own doing.
    panic: Option<String>,
    /// Whether a poll of a client or of a task made calls without end.
    endless_poll: bool,
    now: VirtualDuration,
    /// While virtual time runs on by itself: the moment from which it counts.
    running_since: Option<Instant>,
    /// Everything, the kit's own doings included, where the watchdog may have to report it in the place of a blocked worker.
    transcript: Option<Vec<Entry>>,
}

impl Inbox {
    #[expect(clippy::inline_always, reason = "who records knows which event, and need not build it first")]
    #[inline(always)]
    pub(crate) fn post(&mut self, event: Event) {
        if self.running_since.is_some() {
            self.now = self.time();
        }
        match event {
            Event::Opened(_) => self.opened += 1,
            Event::Broke(id) => self.broken.push(id),
            _ => {}
        }
        self.received += 1;
        self.entries.push(Entry { at: self.now, event });
        if let (Some(transcript), Some(entry)) = (&mut self.transcript, self.entries.last()) {
            transcript.push(entry.clone());
        }
    }

    pub(crate) fn keep_panic(&mut self, text: String) {
        self.panic.get_or_insert(text);
    }

    pub(crate) fn keep_endless_poll(&mut self) {
        self.endless_poll = true;
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Hands everything over.
    pub(crate) fn empty_into(&mut self, trace: &mut Trace) {
        self.entries.drain(..).for_each(|entry| trace.take(entry));
        if let Some(text) = self.panic.take() {
            trace.keep_panic(text);
        }
        if self.endless_poll {
            trace.keep_endless_poll();
        }
    }

    pub(crate) fn received(&self) -> usize {
        self.received
    }

    pub(crate) fn next_id(&self) -> ConnId {
        ConnId(self.opened + 1)
    }

    pub(crate) fn has_opened(&self, id: ConnId) -> bool {
        id.0 <= self.opened
    }

    /// Whether a connection has been ended, and the kit has not read of it yet.
    pub(crate) fn has_ended(&self, id: ConnId) -> bool {
        self.entries.iter().any(|entry| matches!(entry.event, Event::Ended(ended, _) if ended == id))
    }

    pub(crate) fn is_broken(&self, id: ConnId) -> bool {
        self.broken.contains(&id)
    }

    /// Virtual time since the world began.
    pub(crate) fn time(&self) -> VirtualDuration {
        self.running_since.map_or(self.now, |zero| zero.elapsed().into())
    }

    /// From here on virtual time runs by itself, counted from that moment.
    pub(crate) fn start_the_clock(&mut self, zero: Instant) {
        self.running_since = Some(zero);
    }

    /// Virtual time has moved on.
    pub(crate) fn set_time(&mut self, now: VirtualDuration) {
        self.now = now;
    }

    /// Virtual time stands still again.
    pub(crate) fn stop_the_clock(&mut self) -> VirtualDuration {
        self.now = self.time();
        self.running_since = None;
        self.now
    }

    /// From here on a transcript is kept.
    pub(crate) fn begin_transcript(&mut self) {
        self.transcript.get_or_insert_default();
    }

    /// Adds to the transcript, where one is kept, what does not come this way.
    pub(crate) fn transcribe(&mut self, entry: Entry) {
        if let Some(transcript) = &mut self.transcript {
            transcript.push(entry);
        }
    }

    pub(crate) fn transcript(&self) -> &[Entry] {
        self.transcript.as_deref().unwrap_or_default()
    }

    /// Forgets everything, and keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.entries.clear();
        self.broken.clear();
        (self.received, self.opened, self.panic, self.endless_poll) = (0, 0, None, false);
        (self.now, self.running_since) = (VirtualDuration::ZERO, None);
        if let Some(transcript) = &mut self.transcript {
            transcript.clear();
        }
    }
}
