//! Why connections were ended.

use std::time::Duration;

use crate::{
    model::{Actor, Call, CallEnd, ConnId, Entry, Event, Settled, Step, VirtualDuration},
    trace::Trace,
};

/// How long a connection may last.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Lasting {
    pub(crate) idle: Option<Duration>,
    pub(crate) lifetime: Option<Duration>,
    /// By how much of it a limit may be over too early, in per cent.
    pub(crate) jitter: u8,
    /// Whether limits go by a clock that the trace does not have.
    pub(crate) by_another_clock: bool,
}

impl Lasting {
    fn is_over(self, limit: Option<Duration>, passed: Duration) -> bool {
        let early =
            |limit: Duration| limit.saturating_sub(limit.mul_f64(f64::from(self.jitter.min(100)) / 100.0));
        limit.is_some_and(|limit| self.by_another_clock || passed >= early(limit))
    }
}

/// What is known of one connection.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and none excludes another")]
#[derive(Clone, Copy, Debug)]
struct Seen {
    opened: (usize, VirtualDuration),
    /// Since when nobody has held it.
    idle: (usize, VirtualDuration),
    held: bool,
    was_held: bool,
    ended: bool,
    /// Its holder did no more than give it back.
    plainly_returned: bool,
}

/// A healthy connection that was ended for no cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Causeless {
    pub(crate) id: ConnId,
    /// How long it had lain idle, and how old it was.
    pub(crate) idle: Duration,
    pub(crate) age: Duration,
}

/// What can be a cause, as far as a walk through a trace has come.
#[derive(Debug, Default)]
struct Walk {
    conns: Vec<Seen>,
    step: Option<Step>,
    /// When an operation was dropped or failed last, and when a call failed or a connection broke.
    given_up: usize,
    failed: usize,
    /// Operations under way.
    pending: Vec<Actor>,
    /// Whether an `init` has come to nothing.
    init_failed: bool,
    /// Whether the pool was asked for anything else, such as another size.
    asked_otherwise: bool,
}

impl Trace {
    /// The first healthy connection that was ended although the pool was open, no limit of it had passed, and nothing had
    /// happened that it may have gone down with.
    ///
    /// Where a pool may have had a reason that the trace does not show, it is taken to have had one: another connection
    /// lay idle, so that this one may have been one too many; an operation was dropped or failed, or something broke,
    /// while this one was there; an `init` was under way or had failed.
    pub(crate) fn causeless_ending(&self, lasting: Lasting) -> Option<Causeless> {
        let mut walk = Walk::default();
        for (index, entry) in self.entries().iter().enumerate() {
            match entry.event {
                Event::Step(
                    Step::Start(Actor::Close(_)) | Step::Create(Actor::Close(_)) | Step::DropHandle,
                ) => {
                    return None;
                }
                Event::Ended(id, _) | Event::Called { kind: Call::Disconnect, conn: Some(id), .. } => {
                    let found = walk.ends(entry.at, id, lasting);
                    if found.is_some() && !gives_up_now(&self.entries()[index..]) {
                        return found;
                    }
                }
                _ => walk.note(index, entry),
            }
        }
        None
    }
}

/// Whether an operation fails before anything else is done: what it had may be ended before it says so.
fn gives_up_now(entries: &[Entry]) -> bool {
    let same_step =
        entries.iter().take_while(|entry| !matches!(entry.event, Event::Step(_) | Event::Polled(_)));
    same_step.into_iter().any(|entry| match &entry.event {
        Event::Settled(_, settled) => !matches!(settled, Settled::Served(_) | Settled::Done),
        _ => false,
    })
}

impl Walk {
    fn seen(&mut self, id: ConnId) -> &mut Seen {
        &mut self.conns[id.0 as usize - 1]
    }

    fn note(&mut self, index: usize, entry: &Entry) {
        match &entry.event {
            Event::Step(step) => self.step(index, *step),
            Event::Opened(_) => self.conns.push(Seen {
                opened: (index, entry.at),
                idle: (index, entry.at),
                held: false,
                was_held: false,
                ended: false,
                plainly_returned: true,
            }),
            Event::Held(_, id) => {
                let seen = self.seen(*id);
                (seen.held, seen.was_held) = (true, true);
            }
            Event::Unheld(_, id) => {
                let plainly = matches!(self.step, Some(Step::Drop(_) | Step::Release(_)));
                let seen = self.seen(*id);
                (seen.held, seen.idle, seen.plainly_returned) = (false, (index, entry.at), plainly);
            }
            Event::Broke(_) => self.failed = index,
            Event::Returned { end, .. } if *end != CallEnd::Succeeded => self.failed = index,
            // What is polled once and dropped is given up as well.
            Event::Reenters(..) => self.given_up = index,
            Event::Settled(actor, settled) => self.settled(index, *actor, settled),
            _ => {}
        }
    }

    fn step(&mut self, index: usize, step: Step) {
        self.step = Some(step);
        match step {
            Step::Start(actor) | Step::Create(actor) => {
                self.pending.push(actor);
                self.asked_otherwise |=
                    !matches!(actor, Actor::Client(_) | Actor::Init(_) | Actor::HealthCheck(_));
            }
            Step::Cancel(_) => self.given_up = index,
            _ => {}
        }
    }

    fn settled(&mut self, index: usize, actor: Actor, settled: &Settled) {
        self.pending.retain(|pending| *pending != actor);
        if !matches!(settled, Settled::Served(_) | Settled::Done) {
            self.given_up = index;
            self.init_failed |= matches!(actor, Actor::Init(_));
        }
    }

    /// A connection ends, or begins to: whether that has no cause.
    fn ends(&mut self, at: VirtualDuration, id: ConnId, lasting: Lasting) -> Option<Causeless> {
        let seen = *self.seen(id);
        self.seen(id).ended = true;
        let since = |then: (usize, VirtualDuration)| at.duration().saturating_sub(then.1.duration());
        let (idle, age) = (since(seen.idle), since(seen.opened));
        let initialising =
            self.init_failed || self.pending.iter().any(|actor| matches!(actor, Actor::Init(_)));
        let others = self.conns.iter().any(|other| !other.held && !other.ended);
        // Opened for an operation that no longer needs it.
        let never_needed = !seen.was_held && (age.is_zero() || !self.pending.is_empty());
        let has_cause = seen.ended
            || seen.held
            || !seen.plainly_returned
            || others
            || initialising
            || self.asked_otherwise
            || never_needed
            || self.given_up > seen.idle.0
            || self.failed > seen.opened.0
            || (!seen.was_held && self.failed > 0)
            || lasting.is_over(lasting.idle, idle)
            || lasting.is_over(lasting.lifetime, age);
        (!has_cause).then_some(Causeless { id, idle, age })
    }
}
