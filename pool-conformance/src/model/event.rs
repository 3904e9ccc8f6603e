//! Events: what happens in a run, by the doing of the kit or of the pool.

use std::fmt;

use crate::model::{Actor, Behaviour, CallOut, Entrant, Reentry, Settled, Step, VirtualDuration};

/// A connection's number in its run, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ConnId(pub(crate) u32);

impl fmt::Display for ConnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

/// A call of the manager, by its number in its run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct CallId(pub(crate) u32);

/// What the manager, or the connection itself, can be asked by a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Call {
    Connect,
    Check,
    HasBroken,
    Disconnect,
    Drop,
}

impl Call {
    pub(crate) const ALL: [Self; 5] =
        [Self::Connect, Self::Check, Self::HasBroken, Self::Disconnect, Self::Drop];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::Check => "is_valid",
            Self::HasBroken => "has_broken",
            Self::Disconnect => "disconnect",
            Self::Drop => "drop",
        }
    }
}

/// How a call of the manager came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum CallEnd {
    Succeeded,
    Failed,
    Panicked,
    /// The pool dropped the call's future before it was done.
    Abandoned,
}

impl CallEnd {
    pub(crate) const ALL: [Self; 4] = [Self::Succeeded, Self::Failed, Self::Panicked, Self::Abandoned];
}

/// How a connection was ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Ending {
    Disconnected,
    Dropped,
}

/// One thing that happened, by the kit's or by the pool's doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// What the factory was asked for.
    Asked {
        min_size: usize,
        max_size: usize,
        validate_on_acquire: bool,
        /// Whether an acquire has no time to wait.
        zero_limit: bool,
        /// Whether something may take as long as a `Duration` can tell.
        endless_limit: bool,
    },
    Step(Step),
    Called {
        call: CallId,
        kind: Call,
        conn: Option<ConnId>,
        by: Option<Actor>,
        /// What the call was told to do when it began.
        how: Behaviour,
    },
    /// A call that waited at its gate was told how to finish.
    Answered {
        call: CallId,
        how: Behaviour,
    },
    Returned {
        call: CallId,
        kind: Call,
        conn: Option<ConnId>,
        end: CallEnd,
    },
    Opened(ConnId),
    Ended(ConnId, Ending),
    Broke(ConnId),
    Held(Actor, ConnId),
    Unheld(Actor, ConnId),
    /// The bound is another one from now on.
    Resized(usize),
    /// The pool has given the connection away, to be the client's own.
    Detached(ConnId),
    /// An operation is to be polled; whether it asked for that itself, in its own poll.
    Woken {
        actor: Actor,
        by_itself: bool,
    },
    /// An actor was polled because it had been woken, while all that is ready ran.
    Polled(Actor),
    Settled(Actor, Settled),
    /// The script is over, and what is done after every script begins.
    ScriptEnds,
    /// Code that the pool has called begins to do something with the pool.
    Reenters(Entrant, Reentry),
    /// It is done; whether that panicked.
    Reentered {
        panicked: bool,
    },
    /// The step of this actor stands in a call-out, and another is taken meanwhile.
    Stops(Actor, CallOut),
    /// It goes on.
    GoesOn(Actor),
}

/// An event and its virtual time since the world began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) at: VirtualDuration,
    pub(crate) event: Event,
}
