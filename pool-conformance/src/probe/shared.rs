//! The state of the manager, shared by the kit, the probe and its connections.

use std::{
    fmt,
    ops::{Deref, DerefMut},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    task::Waker,
};

use crate::{
    foreign::ThreadAffinity,
    model::{Actor, Behaviour, Call, CallId, Event, VirtualDuration},
    probe::{CallBack, Faults, Inbox, Polls, Waiting},
};

/// How many calls of the manager one poll may make before it is held to be endless.
const CALLS_IN_ONE_POLL: u32 = 1_000;
/// How much a pool may do in one world before every further call is held at its gate: memory is not the pool's to take.
const ENTRIES_IN_ONE_WORLD: usize = 50_000;

/// A world's state, shared by the kit, the probe and its connections.
///
/// The lock is never held while foreign code runs. Locking it takes longer than most of what the kit does in a step, so
/// what is asked for after every step is kept beside it.
#[derive(Default)]
pub(crate) struct Shared {
    state: Mutex<State>,
    /// Whether there is anything in the inbox.
    mail: AtomicBool,
    pub(crate) polls: Polls,
    /// Where the manager is called.
    pub(crate) affinity: ThreadAffinity,
}

#[derive(Default)]
pub(crate) struct State {
    pub(crate) inbox: Inbox,
    pub(crate) faults: Faults,
    /// By what a call of the manager may call the pool.
    pub(crate) call_back: Option<CallBack>,
    /// Whether the call-back is at work.
    pub(crate) is_called_back: bool,
    calls: Vec<Waiting>,
    calls_in_this_poll: u32,
    /// The number of that poll.
    counted_poll: u64,
    /// The moment at which they were made.
    counted_from: VirtualDuration,
}

impl Shared {
    pub(crate) fn lock(&self) -> Locked<'_> {
        Locked { state: self.state.lock().unwrap_or_else(PoisonError::into_inner), mail: &self.mail }
    }

    /// Whether anything has happened that the kit has not read yet.
    #[inline]
    pub(crate) fn has_mail(&self) -> bool {
        self.mail.load(Ordering::Acquire)
    }

    /// Writes down what happens now.
    pub(crate) fn record(&self, event: Event) {
        self.lock().inbox.post(event);
    }

    /// Lets a call of this kind that waits at its gate finish: the oldest that is left after skipping so many.
    pub(crate) fn finish(&self, kind: Call, skip: usize, behaviour: Behaviour) {
        let waker = self.lock().open_gate(kind, skip, behaviour);
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

/// The state while it is locked; unlocking it notes whether there are entries to collect.
pub(crate) struct Locked<'a> {
    state: MutexGuard<'a, State>,
    mail: &'a AtomicBool,
}

impl Deref for Locked<'_> {
    type Target = State;

    fn deref(&self) -> &State {
        &self.state
    }
}

impl DerefMut for Locked<'_> {
    fn deref_mut(&mut self) -> &mut State {
        &mut self.state
    }
}

impl Drop for Locked<'_> {
    fn drop(&mut self) {
        self.mail.store(!self.state.inbox.is_empty(), Ordering::Release);
    }
}

impl State {
    /// Forgets the world and keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.inbox.clear();
        self.faults.heal();
        self.calls.clear();
        self.is_called_back = false;
        self.calls_in_this_poll = 0;
    }

    /// Whether a poll made so many calls that only a gate could stop it.
    fn ran_away(&self) -> bool {
        self.calls_in_this_poll > CALLS_IN_ONE_POLL
    }

    /// Whether it is time to find out if so many calls belong to one poll of a task, or to many.
    pub(crate) fn suspects_task(&self, by: Option<Actor>) -> bool {
        by.is_none() && self.calls_in_this_poll == CALLS_IN_ONE_POLL / 2
    }

    /// Whether so much has happened that every further call is held at its gate.
    pub(crate) fn is_full(&self) -> bool {
        self.inbox.received() > ENTRIES_IN_ONE_WORLD
    }

    /// Counts a call. A poll takes no time, so where time passes on, the calls before belong to other polls.
    pub(crate) fn out_of_budget(&mut self, poll: u64) -> bool {
        let now = self.inbox.time();
        if now != self.counted_from || poll != self.counted_poll {
            (self.counted_from, self.counted_poll) = (now, poll);
            self.calls_in_this_poll = 0;
        }
        self.calls_in_this_poll += 1;
        if self.ran_away() {
            self.inbox.keep_endless_poll();
        }
        self.ran_away() || self.is_full()
    }

    pub(crate) fn enter(&mut self, waiting: Waiting) -> CallId {
        self.calls.push(waiting);
        CallId(u32::try_from(self.calls.len() - 1).unwrap_or(u32::MAX))
    }

    pub(crate) fn waiting(&mut self, call: CallId) -> &mut Waiting {
        &mut self.calls[call.0 as usize]
    }

    /// Whether calls are to do anything but succeed at once.
    pub(crate) fn is_disturbed(&self) -> bool {
        !self.faults.is_plain()
    }

    /// How many calls of this kind wait at their gates.
    pub(crate) fn gated(&self, kind: Call) -> usize {
        self.calls.iter().filter(|call| call.kind == kind && call.at_gate()).count()
    }

    /// Tells every call how to finish that would never end; whom to wake for it.
    pub(crate) fn end_endless(&mut self, how: Behaviour) -> Vec<Waker> {
        let endless = self.calls.iter_mut().enumerate().filter(|(_, call)| call.is_endless());
        let told = endless.map(|(index, call)| (index, call.finish(how))).collect::<Vec<_>>();
        let mut wakers = Vec::new();
        for (index, waker) in told {
            let call = CallId(u32::try_from(index).unwrap_or(u32::MAX));
            self.inbox.post(Event::Answered { call, how });
            wakers.extend(waker);
        }
        wakers
    }

    fn open_gate(&mut self, kind: Call, skip: usize, behaviour: Behaviour) -> Option<Waker> {
        let mut gated = self.calls.iter().enumerate().filter(|(_, call)| call.kind == kind && call.at_gate());
        let (index, _) = gated.nth(skip)?;
        let call = CallId(u32::try_from(index).unwrap_or(u32::MAX));
        self.inbox.post(Event::Answered { call, how: behaviour });
        self.calls[index].finish(behaviour)
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Shared")
    }
}
