//! What can be asked of a trace.

use std::time::Duration;

use crate::{
    model::{Actor, Call, CallEnd, ConnId, Entry, Event, Situation, Situations, Step, VirtualDuration},
    trace::{Life, Summary, Trace},
};

impl Trace {
    /// What the summary says.
    pub(crate) fn count<T>(&self, of: impl FnOnce(&Summary) -> T) -> T {
        of(self.summary())
    }

    /// Virtual time since the run began.
    pub(crate) fn elapsed(&self) -> Duration {
        self.now().duration()
    }

    /// The situations that the run has come to.
    pub(crate) fn situations(&self) -> Situations {
        self.tracker().reached(self.summary()).with(self.tries().reached()).with(self.bound().reached())
    }

    /// How many calls of the manager run that never end by themselves.
    pub(crate) fn endless_calls(&self) -> usize {
        self.tracker().endless_calls()
    }

    /// The connections of which a `disconnect` runs that never ends by itself.
    pub(crate) fn ending_for_ever(&self) -> impl Iterator<Item = ConnId> + '_ {
        self.tracker().ending_for_ever()
    }

    /// Connections that are open: opened, and neither ended nor being ended.
    pub(crate) fn live(&self) -> usize {
        self.summary().live
    }

    pub(crate) fn opened(&self) -> usize {
        self.summary().opened
    }

    /// How many open connections are held by no actor.
    pub(crate) fn idle(&self) -> usize {
        self.summary().idle().count()
    }

    pub(crate) fn is_ended(&self, id: ConnId) -> bool {
        matches!(self.summary().conn(id).life, Life::Ended(_))
    }

    /// Whether a `close` has been called.
    pub(crate) fn close_began(&self) -> bool {
        self.situations().has(Situation::CloseBegan)
    }

    /// Whether a `close` has completed.
    pub(crate) fn is_closed(&self) -> bool {
        self.situations().has(Situation::Closed)
    }

    /// Whether calls of that kind came to nothing: failed, panicked or abandoned.
    pub(crate) fn had_trouble(&self, kind: Call) -> bool {
        [CallEnd::Failed, CallEnd::Panicked, CallEnd::Abandoned]
            .into_iter()
            .any(|end| self.summary().ends(kind, end) > 0)
    }

    /// The counts as they were when the actor's operation settled last.
    pub(crate) fn summary_when_settled(&self, actor: Actor) -> Summary {
        let entries = self.entries();
        let settles = |event: &Event| matches!(event, Event::Settled(who, _) if *who == actor);
        let settled = entries.iter().rposition(|entry| settles(&entry.event)).unwrap_or(entries.len());
        let mut summary = Summary::default();
        entries[..settled].iter().for_each(|entry| summary.apply(&entry.event, entry.at));
        summary
    }

    /// Whether every call that the actor's last operation has made failed, a connect among them.
    pub(crate) fn only_failed_for(&self, actor: Actor) -> bool {
        let mut own = Vec::new();
        let (mut connect_failed, mut succeeded) = (false, false);
        for entry in self.since_beginning_of(actor) {
            match entry.event {
                Event::Called { call, by: Some(by), .. } if by == actor => own.push(call),
                Event::Returned { call, kind, end, .. } if own.contains(&call) => {
                    connect_failed |= kind == Call::Connect && end == CallEnd::Failed;
                    succeeded |= matches!(kind, Call::Connect | Call::Check) && end == CallEnd::Succeeded;
                }
                _ => {}
            }
        }
        connect_failed && !succeeded
    }

    /// What has happened since the actor began what it did last.
    fn since_beginning_of(&self, actor: Actor) -> &[Entry] {
        let began = |entry: &Entry| matches!(entry.event, Event::Step(Step::Start(who) | Step::Create(who)) if who == actor);
        let from = self.entries().iter().rposition(began).unwrap_or(0);
        &self.entries()[from..]
    }

    /// Whether no call has come to nothing since the actor began.
    pub(crate) fn is_untroubled_since(&self, actor: Actor) -> bool {
        let comes_to_nothing =
            |entry: &Entry| matches!(entry.event, Event::Returned { end, .. } if end != CallEnd::Succeeded);
        !self.since_beginning_of(actor).iter().any(comes_to_nothing)
    }

    /// The first client that was given a connection which had broken before that client asked, and which had done nothing for
    /// longer than it may be lent unchecked. Who tries to acquire has no time for a check.
    pub(crate) fn lent_broken(&self, bypass: Duration) -> Option<(ConnId, Actor)> {
        let entries = self.entries();
        entries.iter().enumerate().find_map(|(now, entry)| {
            let Event::Held(actor, id) = entry.event else { return None };
            let asks =
                |event: &Event| matches!(event, Event::Step(Step::Start(who) | Step::Create(who) | Step::TryAcquire(who)) if *who == actor);
            let asked = entries[..now].iter().rposition(|entry| asks(&entry.event))?;
            let tries = matches!(entries[asked].event, Event::Step(Step::TryAcquire(_)));
            let broke = !tries && entries[..asked].iter().any(|entry| entry.event == Event::Broke(id));
            let broke = broke && (bypass.is_zero() || rested(&entries[..now], id, entry.at) > bypass);
            broke.then_some((id, actor))
        })
    }
}

/// For how long a connection has done nothing: since it was opened, came back, or a check of it ended.
fn rested(entries: &[Entry], id: ConnId, now: VirtualDuration) -> Duration {
    let moves = |event: &Event| match event {
        Event::Opened(moved) | Event::Unheld(_, moved) => *moved == id,
        Event::Returned { conn, .. } => *conn == Some(id),
        _ => false,
    };
    let last = entries.iter().rfind(|entry| moves(&entry.event));
    last.map_or(Duration::ZERO, |entry| now.duration().saturating_sub(entry.at.duration()))
}
