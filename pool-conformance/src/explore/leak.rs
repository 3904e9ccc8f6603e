//! What became of a connection that is still open when it should not be.

use crate::{
    ledger::{ConnId, Entry, Event, Life},
    world::{Actor, Step, World},
};

/// Where a connection was that a closed pool has left open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Leak {
    /// It was opened when the pool was being closed already.
    OpenedTooLate,
    /// It was held when the pool was closed, or by somebody who was still served then, and came back.
    Held,
    /// It was idle, or on its way to a waiter, when the pool was closed.
    Idle,
    /// The pool had lost it before anybody closed.
    Lost,
}

impl Leak {
    /// The first connection that is still open, if there is one, and where it was.
    pub(super) fn of_closed(world: &World<'_>) -> Option<(ConnId, Self)> {
        let is_left = |life: Life| !matches!(life, Life::Ended(_));
        let (id, _) = world.fold().conns().find(|(_, conn)| is_left(conn.life))?;
        Some((id, when_closed(world.entries(), id)))
    }

    /// What is to be expected of such a connection, and where it was.
    pub(super) fn tell(self) -> (&'static str, &'static str) {
        match self {
            Self::OpenedTooLate => {
                ("what a connect brings after `close` has begun is ended", "was opened after that")
            }
            Self::Held => {
                ("what comes back after `close` has begun is ended", "was held then, and came back")
            }
            Self::Idle => {
                ("what is idle, or on its way to a waiter, is ended by `close`", "was idle when it began")
            }
            Self::Lost => {
                ("after `close`, every connection that was opened has been ended", "was lost before")
            }
        }
    }

    pub(super) fn rule(self) -> Option<&'static str> {
        match self {
            Self::OpenedTooLate => Some("LIFE-12"),
            Self::Held => Some("LIFE-09"),
            Self::Idle => Some("LIFE-08"),
            Self::Lost => None,
        }
    }
}

fn when_closed(entries: &[Entry], id: ConnId) -> Leak {
    let (mut leak, mut closing) = (Leak::OpenedTooLate, false);
    for entry in entries {
        match entry.event {
            Event::Step(Step::Start(Actor::Close(_)) | Step::Create(Actor::Close(_))) => closing = true,
            Event::Held(_, held) if held == id => leak = Leak::Held,
            Event::Opened(idle) | Event::Unheld(_, idle) if idle == id && !closing => leak = Leak::Idle,
            _ => {}
        }
    }
    leak
}
