use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    task::Waker,
    time::Duration,
};

use tokio::time::Instant;

use super::{Behaviour, Script, call::Waiting, polls::Polls};
use crate::{
    erased::Handle,
    home::Home,
    ledger::{Call, CallId, Event, Ledger},
    world::Actor,
};

/// How many calls of the manager one poll may make before it is held to be endless.
const CALLS_IN_ONE_POLL: u32 = 1_000;
/// How long a ledger may become before every further call is held at its gate: memory is not the pool's to take.
const LONGEST_LEDGER: usize = 50_000;

/// A world's state, shared by the judge, the probe and its connections.
///
/// The lock is never held while foreign code runs.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    state: Mutex<State>,
    pub(crate) polls: Polls,
    /// Where the manager is called.
    pub(crate) home: Home,
}

#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) ledger: Ledger,
    pub(crate) script: Script,
    /// What a call of the manager may call the pool by.
    pub(crate) handle: Option<Box<dyn Handle>>,
    /// While virtual time runs on by itself: the moment from which it counts.
    pub(crate) running_since: Option<Instant>,
    calls: Vec<Waiting>,
    calls_in_this_poll: u32,
    /// The number of that poll.
    counted_poll: u64,
    /// The moment at which they were made.
    counted_from: Duration,
    /// Whether a poll has run away.
    endless: bool,
}

impl Shared {
    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets a call of this kind that waits at its gate finish: the oldest that is left after skipping so many.
    pub(crate) fn finish(&self, kind: Call, skip: usize, behaviour: Behaviour) {
        let waker = self.lock().open_gate(kind, skip, behaviour);
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl State {
    #[expect(clippy::inline_always, reason = "who records knows which event, and need not build it first")]
    #[inline(always)]
    pub(crate) fn record(&mut self, event: Event) {
        if self.running_since.is_some() {
            self.look_at_the_clock();
        }
        self.ledger.record(event);
    }

    #[cold]
    fn look_at_the_clock(&mut self) {
        if let Some(began) = self.running_since {
            self.ledger.set_now(began.elapsed());
        }
    }

    /// Forgets the world and keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.ledger.clear();
        self.script.heal();
        self.calls.clear();
        self.calls_in_this_poll = 0;
        self.endless = false;
        self.running_since = None;
    }

    /// Whether a poll made so many calls that only a gate could stop it.
    fn ran_away(&self) -> bool {
        self.calls_in_this_poll > CALLS_IN_ONE_POLL
    }

    /// Whether a poll of a client or of a task made calls without end.
    pub(crate) fn has_endless_poll(&self) -> bool {
        self.endless
    }

    /// Whether it is time to find out if so many calls belong to one poll of a task, or to many.
    pub(super) fn suspects_task(&self, by: Option<Actor>) -> bool {
        by.is_none() && self.calls_in_this_poll == CALLS_IN_ONE_POLL / 2
    }

    /// Counts a call. A poll takes no time, so where time passes on, the calls before belong to other polls.
    pub(super) fn out_of_budget(&mut self, poll: u64) -> bool {
        let now = self.running_since.map_or(self.counted_from, |began| began.elapsed());
        if now != self.counted_from || poll != self.counted_poll {
            (self.counted_from, self.counted_poll) = (now, poll);
            self.calls_in_this_poll = 0;
        }
        self.calls_in_this_poll += 1;
        self.endless |= self.ran_away();
        self.ran_away() || self.ledger.entries().len() > LONGEST_LEDGER
    }

    pub(super) fn enter(&mut self, waiting: Waiting) -> CallId {
        self.calls.push(waiting);
        CallId(u32::try_from(self.calls.len() - 1).unwrap_or(u32::MAX))
    }

    pub(super) fn waiting(&mut self, call: CallId) -> &mut Waiting {
        &mut self.calls[call.0 as usize]
    }

    /// Whether calls are to do anything but succeed at once.
    pub(crate) fn is_disturbed(&self) -> bool {
        !self.script.is_plain()
    }

    /// How many calls of this kind wait at their gates.
    pub(crate) fn gated(&self, kind: Call) -> usize {
        self.calls.iter().filter(|call| call.kind == kind && call.at_gate()).count()
    }

    /// Whether a connect is under way that goes down with this actor.
    pub(crate) fn is_connecting(&self, actor: Actor) -> bool {
        self.ledger.fold().connecting > 0
            && self.calls.iter().any(|call| call.kind == Call::Connect && call.concerns(actor))
    }

    /// Whether a call of the manager is under way that the actor made.
    pub(crate) fn is_calling(&self, actor: Actor) -> bool {
        self.ledger.fold().running > 0 && self.calls.iter().any(|call| call.is_by(actor))
    }

    fn open_gate(&mut self, kind: Call, skip: usize, behaviour: Behaviour) -> Option<Waker> {
        let mut gated = self.calls.iter_mut().filter(|call| call.kind == kind && call.at_gate());
        gated.nth(skip).and_then(|call| call.finish(behaviour))
    }
}
