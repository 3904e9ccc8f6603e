//! How acquires came to their end, as a pool counts it.

use std::hash::{Hash, Hasher};

use crate::model::{Actor, ErrorKind, Event, Settled, Step};

/// How many acquires came to each end.
#[derive(Debug, Default)]
pub(crate) struct OutcomeTracker {
    /// Clients that give something back, whose failures are no failures of acquires.
    returning: Vec<Actor>,
    pub(crate) served: u64,
    pub(crate) timeouts: u64,
    pub(crate) failures: u64,
    /// A pool may count a panic or not.
    pub(crate) panics: u64,
    /// Whether there may have been acquires that nobody saw.
    pub(crate) uncertain: bool,
}

impl OutcomeTracker {
    /// Hashes what can still matter, for these actors.
    pub(super) fn look(&self, actors: &[Actor], hasher: &mut impl Hasher) {
        // The pool counts on from where it is, and was right by then.
        let Self { returning, served: _, timeouts: _, failures: _, panics: _, uncertain } = self;
        uncertain.hash(hasher);
        for actor in actors {
            returning.contains(actor).hash(hasher);
        }
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    pub(super) fn apply(&mut self, event: &Event) {
        match event {
            Event::Step(Step::Release(actor) | Step::ReleaseForeign(actor) | Step::Discard(actor)) => {
                self.returning.push(*actor);
            }
            // A pool may count the acquire within it, or not; and code that calls the pool acquires as nobody.
            Event::Step(Step::Start(Actor::HealthCheck(_))) | Event::Reenters(..) => self.uncertain = true,
            Event::Settled(actor @ Actor::Client(_), settled) => self.settled(*actor, settled),
            _ => {}
        }
    }

    fn settled(&mut self, actor: Actor, settled: &Settled) {
        if let Some(place) = self.returning.iter().position(|returning| *returning == actor) {
            self.returning.swap_remove(place);
            return;
        }
        match settled {
            Settled::Served(_) => self.served += 1,
            Settled::Failed(refusal) if refusal.kind == ErrorKind::Timeout => self.timeouts += 1,
            Settled::Failed(_) => self.failures += 1,
            Settled::Panicked(_) => self.panics += 1,
            Settled::Nothing | Settled::Done | Settled::Cancelled => {}
        }
    }
}
