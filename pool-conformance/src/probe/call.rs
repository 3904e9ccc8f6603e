//! Calls of the manager, and how each is told to finish.

use std::{
    collections::VecDeque,
    future::poll_fn,
    panic::resume_unwind,
    sync::Arc,
    task::{Context, Poll, Waker},
};

use tokio::runtime::Handle;

use crate::{
    model::{Behaviour, Call, CallEnd, CallId, CallOut, ConnId, Event, PROBE_PANIC, ProbeError},
    probe::{Shared, State, call_out, quietly},
};

/// How a call is to finish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    Succeed,
    Fail,
    Panic,
}

/// What the next calls are told to do: first the scripted ones, then always the same.
#[derive(Debug, Default, Hash)]
pub(crate) struct Faults {
    next: [VecDeque<Behaviour>; Call::ALL.len()],
    always: [Behaviour; Call::ALL.len()],
}

impl Faults {
    pub(crate) fn next(&mut self, call: Call, behaviour: Behaviour) {
        self.next[call as usize].push_back(behaviour);
    }

    pub(crate) fn always(&mut self, call: Call, behaviour: Behaviour) {
        self.always[call as usize] = behaviour;
    }

    pub(crate) fn heal(&mut self) {
        self.next.iter_mut().for_each(VecDeque::clear);
        self.always = Default::default();
    }

    pub(crate) fn is_plain(&self) -> bool {
        self.next.iter().all(VecDeque::is_empty)
            && self.always.iter().all(|always| *always == Behaviour::Succeed)
    }

    pub(crate) fn take(&mut self, call: Call) -> Behaviour {
        self.next[call as usize].pop_front().unwrap_or(self.always[call as usize])
    }
}

/// A call of which the answer is not known yet, or not yet fetched.
#[derive(Debug)]
pub(crate) struct Waiting {
    pub(crate) kind: Call,
    behaviour: Behaviour,
    waker: Option<Waker>,
    over: bool,
}

impl Waiting {
    pub(crate) fn at_gate(&self) -> bool {
        self.behaviour == Behaviour::Gate
    }

    pub(crate) fn is_endless(&self) -> bool {
        self.behaviour == Behaviour::Never && !self.over
    }

    pub(crate) fn finish(&mut self, behaviour: Behaviour) -> Option<Waker> {
        self.behaviour = behaviour;
        self.waker.take()
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Behaviour> {
        if matches!(self.behaviour, Behaviour::Gate | Behaviour::Never) {
            // The lock of the kit is held.
            quietly(|| self.waker = Some(cx.waker().clone()));
            return Poll::Pending;
        }
        Poll::Ready(self.behaviour)
    }
}

/// A call in progress; dropped before its end, it was abandoned.
pub(crate) struct Running<'a> {
    shared: &'a Arc<Shared>,
    call: CallId,
    kind: Call,
    conn: Option<ConnId>,
    /// What the call was told to do when it began.
    behaviour: Behaviour,
    ended: bool,
}

impl<'a> Running<'a> {
    pub(crate) fn start(shared: &'a Arc<Shared>, kind: Call, conn: Option<ConnId>) -> Self {
        call_out(CallOut::Call(kind, conn));
        shared.affinity.enter();
        let by = shared.polls.by();
        let mut state = shared.lock();
        let behaviour = state.faults.take(kind);
        let behaviour = if state.out_of_budget(shared.polls.number()) { Behaviour::Gate } else { behaviour };
        let call = state.enter(Waiting { kind, behaviour, waker: None, over: false });
        state.inbox.post(Event::Called { call, kind, conn, by, how: behaviour });
        let suspected = state.suspects_task(by);
        drop(state);
        if suspected {
            begin_poll_in_turn(shared);
        }
        if let Behaviour::Reenter(how) = behaviour {
            shared.reenter_by(kind, how);
        }
        Self { shared, call, kind, conn, behaviour, ended: false }
    }

    pub(crate) async fn answer(&mut self) -> Answer {
        let known = (!matches!(self.behaviour, Behaviour::Gate | Behaviour::Never)).then_some(self.behaviour);
        let behaviour = match known {
            Some(behaviour) => behaviour,
            None => poll_fn(|cx| self.shared.lock().waiting(self.call).poll(cx)).await,
        };
        match behaviour {
            Behaviour::Succeed | Behaviour::Gate | Behaviour::Never | Behaviour::Reenter(_) => {
                Answer::Succeed
            }
            Behaviour::Fail => Answer::Fail,
            Behaviour::Panic => Answer::Panic,
            Behaviour::Delay(time) => {
                tokio::time::sleep(time.duration()).await;
                Answer::Succeed
            }
        }
    }

    pub(crate) fn must_panic(&self) -> bool {
        self.behaviour == Behaviour::Panic
    }

    /// Ends a successful `connect`.
    pub(crate) fn open(&mut self) -> ConnId {
        let mut state = self.shared.lock();
        self.ended = true;
        self.end_in(&mut state, CallEnd::Succeeded);
        let id = state.inbox.next_id();
        state.inbox.post(Event::Opened(id));
        id
    }

    pub(crate) fn end(&mut self, end: CallEnd) -> ProbeError {
        if !std::mem::replace(&mut self.ended, true) {
            self.end_in(&mut self.shared.lock(), end);
        }
        ProbeError { kind: self.kind, call: self.call }
    }

    fn end_in(&self, state: &mut State, end: CallEnd) {
        let (call, kind, conn) = (self.call, self.kind, self.conn);
        let waiting = state.waiting(call);
        quietly(|| waiting.finish(Behaviour::Succeed));
        waiting.over = true;
        state.inbox.post(Event::Returned { call, kind, conn, end });
    }

    /// Unwinds without calling the panic hook: a panic that the kit asked for is no news for the terminal.
    pub(crate) fn panic(&mut self) -> ! {
        self.end(CallEnd::Panicked);
        resume_unwind(Box::new(format!("the probe's {} {}", self.kind.name(), PROBE_PANIC)))
    }
}

/// Begins a new count of calls when another task is polled, which is when the poll that is going on has ended.
fn begin_poll_in_turn(shared: &Arc<Shared>) {
    let shared = Arc::clone(shared);
    if let Ok(runtime) = Handle::try_current() {
        runtime.spawn(async move { shared.polls.begin(None) });
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.end(CallEnd::Abandoned);
    }
}
