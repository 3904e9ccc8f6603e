//! Which situations a run has come to, read off its trace as that grows.

use crate::{
    model::{
        Actor, Behaviour, Call, CallEnd, CallId, ConnId, Entrant, ErrorKind, Event, Reentry, Settled,
        Situation, Situations, Step,
    },
    trace::{Summary, running_call::RunningCall},
};

/// The situations so far, and what has to be known to see the next ones.
#[derive(Debug, Default)]
pub(crate) struct SituationTracker {
    pub(super) reached: Situations,
    pub(super) max_size: usize,
    pub(super) calls: Vec<RunningCall>,
    /// Clients whose acquires are under way.
    pub(super) acquiring: Vec<Actor>,
    /// Clients whose releases are under way.
    pub(super) releasing: Vec<Actor>,
    /// Actors that were woken and have not been polled since, and whether they woke themselves, to ask again.
    pub(super) woken: Vec<(Actor, bool)>,
    /// The actor whose future is being dropped by the last step.
    pub(super) cancelling: Option<Actor>,
    pub(super) clients_began: bool,
}

impl SituationTracker {
    /// The situations by now; the summary is that of the same trace.
    pub(crate) fn reached(&self, summary: &Summary) -> Situations {
        let mut reached = self.reached;
        if self.waits(summary) {
            reached.note(Situation::Waited);
        }
        reached
    }

    pub(crate) fn clear(&mut self) {
        self.calls.clear();
        self.acquiring.clear();
        self.releasing.clear();
        self.woken.clear();
        (self.reached, self.cancelling, self.clients_began) = (Situations::default(), None, false);
    }

    /// Looks at an event that the summary does not know of yet.
    pub(crate) fn apply(&mut self, event: &Event, summary: &Summary) {
        match event {
            Event::Asked { max_size, zero_limit, endless_limit, .. } => {
                self.max_size = *max_size;
                self.limits(*zero_limit, *endless_limit);
            }
            Event::Step(step) => self.step(*step, summary),
            Event::Polled(actor) => self.woken.retain(|(woken, _)| woken != actor),
            Event::Woken { actor, by_itself } => self.woken.push((*actor, *by_itself)),
            Event::Called { call, kind, conn, by, how } => {
                self.told(*how);
                let (call, kind, conn, by, how) = (*call, *kind, *conn, *by, *how);
                self.calls.push(RunningCall { call, kind, conn, by, how, moved: summary.now.number });
            }
            Event::Answered { call, how } => self.answered(*call, *how, summary.now.number),
            Event::Returned { call, kind, end, .. } => self.returned(*call, *kind, *end),
            Event::Opened(_) if !self.clients_began => self.note(Situation::Prefilled),
            Event::Held(_, id) => self.held(summary.conn(*id).times_held),
            Event::Unheld(_, id) => self.unheld(summary.conn(*id).broken),
            Event::Broke(_) => self.note(Situation::Broke),
            Event::Settled(actor, settled) => self.settled(*actor, settled),
            Event::Reenters(who, how) => self.reenters(*who, *how),
            Event::Opened(_)
            | Event::Ended(..)
            | Event::Detached(_)
            | Event::Resized(_)
            | Event::ScriptEnds
            | Event::Reentered { .. }
            | Event::Stops(..)
            | Event::GoesOn(_) => {}
        }
    }

    fn unheld(&mut self, broken: bool) {
        self.note(Situation::Returned);
        if broken {
            self.note(Situation::CameBackBroken);
        }
    }

    fn held(&mut self, times_before: u32) {
        self.note(Situation::Served);
        if times_before > 0 {
            self.note(Situation::Reused);
        }
    }

    fn limits(&mut self, zero: bool, endless: bool) {
        for (asked, situation) in [(zero, Situation::ZeroLimit), (endless, Situation::EndlessLimit)] {
            if asked {
                self.note(situation);
            }
        }
    }

    /// How many calls of the manager run that never end by themselves.
    pub(crate) fn endless_calls(&self) -> usize {
        self.calls.iter().filter(|call| call.how == Behaviour::Never).count()
    }

    /// The connections of which a `disconnect` runs that never ends by itself.
    pub(crate) fn ending_for_ever(&self) -> impl Iterator<Item = ConnId> + '_ {
        let endless = |call: &&RunningCall| call.kind == Call::Disconnect && call.how == Behaviour::Never;
        self.calls.iter().filter(endless).filter_map(|call| call.conn)
    }

    fn note(&mut self, situation: Situation) {
        self.reached.note(situation);
    }

    fn waits(&self, summary: &Summary) -> bool {
        !self.acquiring.is_empty() && summary.held >= self.max_size
    }

    fn step(&mut self, step: Step, summary: &Summary) {
        if self.waits(summary) {
            self.note(Situation::Waited);
        }
        self.cancelling = None;
        if let Some(situation) = Situation::of(step) {
            self.note(situation);
        }
        match step {
            Step::Start(Actor::Close(_)) | Step::Create(Actor::Close(_)) => self.close_begins(summary),
            Step::Start(Actor::Init(_)) if self.reached.has(Situation::Closed) => {
                self.note(Situation::InitAfterClose);
            }
            Step::Start(actor @ Actor::Client(_)) => {
                self.clients_began = true;
                self.acquiring.push(actor);
            }
            Step::Poll(actor) | Step::PollAnew(actor) => {
                self.woken.retain(|(woken, _)| *woken != actor);
                if matches!(actor, Actor::Client(_)) && !self.acquiring.contains(&actor) {
                    self.acquiring.push(actor);
                }
            }
            Step::Cancel(actor) => self.cancel(actor),
            Step::Release(actor) => {
                self.woken.retain(|(woken, _)| *woken != actor);
                self.releasing.push(actor);
            }
            Step::Next(Call::Drop, Behaviour::Panic) => self.note(Situation::CallPanicked),
            Step::Discard(actor) => self.woken.retain(|(woken, _)| *woken != actor),
            Step::TryAcquire(_) => self.clients_began = true,
            Step::DropHandle => self.handle_dropped(summary),
            Step::Advance(_) | Step::Pass(_) | Step::Leap => self.time_passes(step, summary),
            _ => {}
        }
    }

    fn handle_dropped(&mut self, summary: &Summary) {
        if summary.live > 0 {
            self.note(Situation::HandleDropped);
        }
        self.comes_to_its_end(summary);
    }

    /// From here on the pool may end what it likes.
    fn comes_to_its_end(&mut self, summary: &Summary) {
        if summary.live < summary.opened {
            self.note(Situation::EndedWhileOpen);
        }
    }

    fn close_begins(&mut self, summary: &Summary) {
        self.note(Situation::CloseBegan);
        self.comes_to_its_end(summary);
        let waiting = !self.acquiring.is_empty() && summary.connecting == 0;
        for (reached, situation) in [
            (summary.idle().next().is_some(), Situation::ClosedWithIdle),
            (summary.held > 0, Situation::ClosedWithHeld),
            (summary.connecting > 0, Situation::ClosedConnecting),
            (waiting, Situation::ClosedWithWaiter),
        ] {
            if reached {
                self.note(situation);
            }
        }
    }

    fn cancel(&mut self, actor: Actor) {
        self.cancelling = Some(actor);
        let calls = |kind| self.calls.iter().any(move |call| call.kind == kind && call.goes_down_with(actor));
        let is_calling = self.calls.iter().any(|call| call.by == Some(actor));
        let woken = self.woken.iter().find(|(woken, _)| *woken == actor).filter(|_| !is_calling);
        let situation = match actor {
            Actor::Init(_) => Situation::InitCancelled,
            Actor::Close(_) => Situation::CloseCancelled,
            Actor::Resize(_) => return,
            Actor::Client(_) if self.releasing.contains(&actor) => Situation::ReleaseCancelled,
            // What holds for an acquire that is dropped holds for a health check, too.
            Actor::Client(_) | Actor::HealthCheck(_) if calls(Call::Connect) => Situation::ConnectCancelled,
            Actor::Client(_) | Actor::HealthCheck(_) if self.is_checked(actor) => Situation::CheckCancelled,
            Actor::Client(_) | Actor::HealthCheck(_) => match woken {
                Some((_, true)) => {
                    // Who asks again and again may have been chosen or not.
                    self.note(Situation::WaiterCancelled);
                    Situation::ChosenCancelled
                }
                Some((_, false)) => Situation::ChosenCancelled,
                None => Situation::WaiterCancelled,
            },
        };
        self.note(situation);
    }

    /// Whether a connection is checked, or ended, for an actor: whose a task checks cannot be seen, unless it checks one for
    /// everybody who acquires.
    fn is_checked(&self, actor: Actor) -> bool {
        let own = |kind| self.calls.iter().any(move |call| call.kind == kind && call.by == Some(actor));
        let by_tasks = self.calls.iter().filter(|call| call.kind == Call::Check && call.by.is_none()).count();
        own(Call::Check) || own(Call::Disconnect) || by_tasks >= self.acquiring.len().max(1)
    }

    /// What a call was told to do.
    fn told(&mut self, how: Behaviour) {
        if how == Behaviour::Never {
            self.note(Situation::CallNeverEnds);
        }
    }

    fn time_passes(&mut self, step: Step, summary: &Summary) {
        if summary.live + summary.running == 0 && self.acquiring.is_empty() {
            self.note(Situation::TimePassedDeserted);
        }
        if summary.live > 0 {
            self.note(if step == Step::Leap { Situation::ClockLeapt } else { Situation::TimePassed });
        }
        for (kind, situation) in
            [(Call::Connect, Situation::ConnectHung), (Call::Check, Situation::CheckHung)]
        {
            if self
                .calls
                .iter()
                .any(|call| call.kind == kind && matches!(call.how, Behaviour::Gate | Behaviour::Never))
            {
                self.note(situation);
            }
        }
    }

    fn answered(&mut self, call: CallId, how: Behaviour, moved: u32) {
        self.told(how);
        if let Some(running) = self.calls.iter_mut().find(|running| running.call == call) {
            (running.how, running.moved) = (how, moved);
        }
    }

    fn returned(&mut self, call: CallId, kind: Call, end: CallEnd) {
        self.calls.retain(|running| running.call != call);
        match (kind, end) {
            (Call::Connect, CallEnd::Failed) => self.note(Situation::ConnectFailed),
            (Call::Connect, CallEnd::Panicked) => self.note(Situation::ConnectPanicked),
            (_, CallEnd::Panicked) => self.note(Situation::CallPanicked),
            (Call::Disconnect, CallEnd::Failed) => self.note(Situation::DisconnectFailed),
            (Call::Check, CallEnd::Failed) => self.note(Situation::CheckFailed),
            _ => {}
        }
    }

    fn settled(&mut self, actor: Actor, settled: &Settled) {
        self.acquiring.retain(|acquiring| *acquiring != actor);
        self.releasing.retain(|releasing| *releasing != actor);
        self.woken.retain(|(woken, _)| *woken != actor);
        match (actor, settled) {
            (Actor::Init(_), Settled::Failed(_)) => self.note(Situation::InitFailed),
            (Actor::Close(_), Settled::Done) => self.note(Situation::Closed),
            (Actor::Client(_), Settled::Failed(refusal)) if refusal.kind == ErrorKind::Timeout => {
                self.note(Situation::LimitReached);
            }
            // Its own waker has dropped it.
            (Actor::Client(_), Settled::Cancelled) if self.cancelling != Some(actor) => {
                self.note(Situation::ChosenCancelled);
            }
            _ => {}
        }
    }

    fn reenters(&mut self, who: Entrant, how: Reentry) {
        self.note(match who {
            Entrant::Waker(_) => Situation::WakerCalledBack,
            Entrant::Call(_) => Situation::ManagerCalledBack,
        });
        if how == Reentry::Acquire {
            self.note(Situation::WaiterCancelled);
        }
    }
}
