//! Which poll is going on, and whose it is.

use std::sync::atomic::{AtomicU16, AtomicU64, Ordering};

use crate::model::Actor;

/// Which poll is going on, and whose it is. Kept beside the state and not in it, since it changes with every poll and is
/// asked for only by calls of the manager.
#[derive(Debug, Default)]
pub(crate) struct Polls {
    number: AtomicU64,
    by: AtomicU16,
}

impl Polls {
    /// Begins a new poll; `None` is one of a background task or of the kit itself.
    pub(crate) fn begin(&self, who: Option<Actor>) {
        self.number.store(self.number() + 1, Ordering::Relaxed);
        self.by.store(who.map_or(0, code), Ordering::Relaxed);
    }

    /// Ends the poll; what comes after it counts with it, and belongs to no actor.
    pub(crate) fn end(&self) {
        self.by.store(0, Ordering::Relaxed);
    }

    /// The number of the poll.
    pub(crate) fn number(&self) -> u64 {
        self.number.load(Ordering::Relaxed)
    }

    /// Who is being polled.
    pub(crate) fn by(&self) -> Option<Actor> {
        let [kind, number] = self.by.load(Ordering::Relaxed).to_be_bytes();
        match kind {
            1 => Some(Actor::Client(number)),
            2 => Some(Actor::Init(number)),
            3 => Some(Actor::Close(number)),
            4 => Some(Actor::HealthCheck(number)),
            5 => Some(Actor::Resize(number)),
            _ => None,
        }
    }
}

fn code(actor: Actor) -> u16 {
    u16::from_be_bytes(match actor {
        Actor::Client(number) => [1, number],
        Actor::Init(number) => [2, number],
        Actor::Close(number) => [3, number],
        Actor::HealthCheck(number) => [4, number],
        Actor::Resize(number) => [5, number],
    })
}
