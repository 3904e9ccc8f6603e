//! Who wants a connection, in which order, and how many are wanted at once.

use std::hash::{Hash, Hasher};

use crate::{
    model::{Actor, Call, CallEnd, CallId, Event, Reentry, Settled, Step},
    trace::{Names, Summary},
};

/// An operation that wants a connection.
#[derive(Clone, Copy, Debug)]
struct Asking {
    actor: Actor,
    /// Whether it began with the last step but those that only let things run.
    is_new: bool,
    /// Whether it may lawfully be served late: time has passed, the bound is another one, a connection was too old for it, a check
    /// of its own has failed, or a call of a task, of which it may have been told.
    is_excused: bool,
}

/// Who was served before whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Overtaking {
    pub(crate) waits: Actor,
    pub(crate) served: Actor,
    /// Whether the one that was served had only just come.
    pub(crate) newcomer: bool,
}

/// The demand for connections, as a trace grows.
#[derive(Debug, Default)]
pub(crate) struct Demand {
    max_size: usize,
    /// In the order in which they were first polled.
    asking: Vec<Asking>,
    releasing: Vec<Actor>,
    /// Checks that run, and whose they are.
    checks: Vec<(CallId, Option<Actor>)>,
    /// Connects of tasks that run.
    connects: Vec<CallId>,
    /// Guards that were dropped, and operations that ended without one, since all that was ready last ran.
    returning: usize,
    all_ran: bool,
    /// Whether time has passed: what a limit has ended may have been meant for one who asks.
    aged: bool,
    closing: bool,
    peak: usize,
    overtaking: Option<Overtaking>,
}

impl Demand {
    /// The most connections that were ever wanted at once: by acquires, by guards, and by what is on its way back.
    pub(crate) fn peak(&self) -> usize {
        self.peak
    }

    /// The first time that somebody was given the last connection before another who had asked earlier.
    pub(crate) fn overtaking(&self) -> Option<Overtaking> {
        self.overtaking
    }

    /// Hashes what can still matter.
    pub(super) fn look(&self, names: &Names, opened: usize, hasher: &mut impl Hasher) {
        let Self {
            max_size,
            asking,
            releasing,
            // Those that run are known from the calls.
            checks: _,
            connects: _,
            returning,
            all_ran,
            aged,
            closing,
            peak,
            overtaking,
        } = self;
        for Asking { actor, is_new, is_excused } in asking {
            (names.actor(*actor), is_new, is_excused).hash(hasher);
        }
        (asking.len(), aged, closing, overtaking.is_some()).hash(hasher);
        // Once all that may be open was wanted, no more is ever opened than that.
        if peak < max_size {
            (releasing.len(), returning, all_ran, peak, opened).hash(hasher);
        }
    }

    pub(crate) fn clear(&mut self) {
        self.asking.clear();
        self.releasing.clear();
        self.checks.clear();
        self.connects.clear();
        (self.returning, self.all_ran, self.aged, self.closing) = (0, false, false, false);
        (self.peak, self.overtaking) = (0, None);
    }

    /// Looks at an event that the summary does not know of yet.
    pub(crate) fn apply(&mut self, event: &Event, summary: &Summary) {
        match event {
            Event::Asked { max_size, .. } => self.max_size = *max_size,
            Event::Resized(max_size) => self.resized(*max_size),
            Event::Step(step) => self.step(*step, summary),
            Event::Called { call, kind: Call::Check, by, .. } => self.checks.push((*call, *by)),
            Event::Called { call, kind: Call::Connect, by: None, .. } => self.connects.push(*call),
            Event::Returned { call, kind: Call::Connect, end, .. } => self.connected(*call, *end),
            Event::Returned { call, kind: Call::Check, end, .. } => self.checked(*call, *end),
            Event::Called { kind: Call::Disconnect, .. } | Event::Ended(..) if self.aged => self.excuse_all(),
            Event::Unheld(..) => self.returning += 1,
            Event::Held(actor, _) => self.served(*actor, summary),
            Event::Settled(actor, settled) => {
                // What it had, and did not keep, may be on its way back.
                self.returning += usize::from(!matches!(settled, Settled::Served(_)));
                self.asking.retain(|asking| asking.actor != *actor);
                self.releasing.retain(|releasing| releasing != actor);
            }
            // An acquire of nobody, which is dropped at once.
            Event::Reenters(_, Reentry::Acquire) => self.peak += 1,
            _ => {}
        }
    }

    fn step(&mut self, step: Step, summary: &Summary) {
        if std::mem::take(&mut self.all_ran) {
            self.returning = 0;
        }
        match step {
            Step::Tasks | Step::Settle | Step::Advance(_) | Step::Pass(_) | Step::Leap => self.all_ran = true,
            _ => self.asking.iter_mut().for_each(|asking| asking.is_new = false),
        }
        match step {
            Step::Start(Actor::Close(_)) | Step::Create(Actor::Close(_)) => self.closing = true,
            Step::Start(Actor::Resize(_)) => self.excuse_all(),
            Step::Start(actor) | Step::Poll(actor) | Step::PollAnew(actor) if !self.is_known(actor) => {
                self.asks(actor);
            }
            Step::Release(actor) | Step::Discard(actor) => self.releasing.push(actor),
            _ => {}
        }
        let wanted = self.asking.len() + self.releasing.len() + self.returning + self.checks.len();
        self.peak = self.peak.max(wanted + summary.held);
    }

    /// From now on a limit may be over.
    pub(super) fn time_passes(&mut self) {
        self.aged = true;
        self.excuse_all();
    }

    /// Whoever asks by now may be served under the bound of before.
    fn resized(&mut self, max_size: usize) {
        self.max_size = max_size;
        self.excuse_all();
    }

    fn excuse_all(&mut self) {
        self.asking.iter_mut().for_each(|asking| asking.is_excused = true);
    }

    /// Whether it wants no connection, or is counted already.
    fn is_known(&self, actor: Actor) -> bool {
        matches!(actor, Actor::Close(_) | Actor::Resize(_))
            || self.releasing.contains(&actor)
            || self.asking.iter().any(|asking| asking.actor == actor)
    }

    fn asks(&mut self, actor: Actor) {
        self.asking.push(Asking { actor, is_new: true, is_excused: false });
    }

    fn checked(&mut self, call: CallId, end: CallEnd) {
        let Some(at) = self.checks.iter().position(|(running, _)| *running == call) else { return };
        let (_, by) = self.checks.swap_remove(at);
        if end != CallEnd::Succeeded {
            let told = |asking: &&mut Asking| by.is_none_or(|by| by == asking.actor);
            self.asking.iter_mut().filter(told).for_each(|asking| asking.is_excused = true);
        }
    }

    fn connected(&mut self, call: CallId, end: CallEnd) {
        let Some(at) = self.connects.iter().position(|running| *running == call) else { return };
        self.connects.swap_remove(at);
        if end != CallEnd::Succeeded {
            self.excuse_all();
        }
    }

    /// Where every place is held now, whoever still asks has none, and was not to be passed over.
    fn served(&mut self, actor: Actor, summary: &Summary) {
        if self.closing || summary.held + 1 < self.max_size || self.overtaking.is_some() {
            return;
        }
        let Some(at) = self.asking.iter().position(|asking| asking.actor == actor) else { return };
        let earlier = &self.asking[..at];
        let passed_over =
            earlier.iter().find(|asking| matches!(asking.actor, Actor::Client(_)) && !asking.is_excused);
        self.overtaking = passed_over.map(|waits| Overtaking {
            waits: waits.actor,
            served: actor,
            newcomer: self.asking[at].is_new,
        });
    }
}
