//! Which bound counts, and whether it is kept.

use std::hash::{Hash, Hasher};

use crate::{
    model::{Actor, Call, Event, Settled, Situation, Situations, Step},
    trace::{Life, Summary},
};

/// The bound that counts. A larger one does until everything that was lent under it, or was on its way to a client, is back.
#[derive(Debug, Default)]
pub(crate) struct BoundTracker {
    /// What was asked for last.
    target: usize,
    /// What counts.
    allowed: usize,
    /// How many calls of `resize` are under way.
    resizing: usize,
    /// Clients that hold a connection, or were about to be given one, when the bound was lowered.
    above: Vec<Actor>,
    /// Clients whose acquires are under way.
    acquiring: Vec<Actor>,
    /// Those of them that have been woken, or for whom the manager was called.
    served: Vec<Actor>,
    reached: Situations,
    /// The first time that more was open than the bound that counted: how much, and the bound.
    pub(crate) exceeded: Option<(usize, usize)>,
}

impl BoundTracker {
    pub(super) fn reached(&self) -> Situations {
        self.reached
    }

    /// The bound that counts.
    pub(crate) fn allowed(&self) -> usize {
        self.allowed
    }

    /// Whether the bound is one that was lowered, and everything from before is back.
    pub(crate) fn is_lowered(&self) -> bool {
        self.reached.has(Situation::Lowered) && self.resizing == 0 && self.above.is_empty()
    }

    /// Hashes what can still matter, for these actors.
    pub(super) fn look(&self, actors: &[Actor], hasher: &mut impl Hasher) {
        let Self { target, allowed, resizing, above, acquiring, served, reached, exceeded } = self;
        (target, allowed, resizing, reached, exceeded.is_some()).hash(hasher);
        for actor in actors {
            (above.contains(actor), acquiring.contains(actor), served.contains(actor)).hash(hasher);
        }
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Looks at an event that the summary knows of already.
    pub(super) fn apply(&mut self, event: &Event, summary: &Summary) {
        match *event {
            Event::Asked { max_size, .. } => (self.target, self.allowed) = (max_size, max_size),
            Event::Step(step) => self.step(step),
            Event::Woken { actor, .. } => self.serve(actor),
            Event::Called { kind: Call::Connect | Call::Check, by, .. } => match by {
                Some(actor) => self.serve(actor),
                // Whose place a task opens a connection for cannot be seen.
                None => self.served.clone_from(&self.acquiring),
            },
            Event::Unheld(actor, _) => self.above.retain(|other| *other != actor),
            Event::Settled(actor, ref settled) => self.settled(actor, settled),
            Event::Resized(to) => self.resized(to, summary),
            _ => {}
        }
        let open = summary.live + summary.connecting;
        if open > self.allowed {
            self.exceeded.get_or_insert((open, self.allowed));
        }
        if self.allowed > self.target && open <= self.target && self.all_is_back(summary) {
            self.allowed = self.target;
        }
    }

    /// Whether nothing from before a resize is left. A pool may count what it is ending.
    fn all_is_back(&self, summary: &Summary) -> bool {
        let ending = || summary.conns().any(|(_, conn)| conn.life == Life::Ending);
        self.resizing == 0 && self.above.is_empty() && !ending()
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Start(Actor::Resize(to)) => {
                self.resizing += 1;
                // Waiters may be served before the call comes back.
                self.allowed = self.allowed.max(to.into());
            }
            Step::Start(actor @ Actor::Client(_)) | Step::Create(actor @ Actor::Client(_)) => {
                self.acquiring.push(actor);
            }
            _ => {}
        }
    }

    fn serve(&mut self, actor: Actor) {
        if self.acquiring.contains(&actor) && !self.served.contains(&actor) {
            self.served.push(actor);
        }
    }

    fn settled(&mut self, actor: Actor, settled: &Settled) {
        self.acquiring.retain(|other| *other != actor);
        self.served.retain(|other| *other != actor);
        if !matches!(settled, Settled::Served(_)) {
            self.above.retain(|other| *other != actor);
        }
        if matches!(actor, Actor::Resize(_)) {
            self.resizing = self.resizing.saturating_sub(1);
        }
    }

    fn resized(&mut self, to: usize, summary: &Summary) {
        self.reached.note(if to > self.target { Situation::Raised } else { Situation::Lowered });
        self.target = to;
        self.allowed = self.allowed.max(to);
        let holders = summary.conns().filter_map(|(_, conn)| conn.holder);
        self.above = holders.chain(self.served.iter().copied()).collect();
    }
}
