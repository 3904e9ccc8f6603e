//! Code that the pool calls, and what it does with the pool before it comes back.

use std::fmt;

use crate::model::{Actor, Call};

/// What code that the pool calls does with the pool before it comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Reentry {
    /// It asks for the status.
    Status,
    /// It starts an acquire, polls it once, and drops what came of it.
    Acquire,
    /// It drops the future that is being woken; where no future is, it does nothing.
    Leave,
}

/// Which code that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Entrant {
    /// The waker of this actor's operation.
    Waker(Actor),
    /// A call of the manager, or the drop of a connection.
    Call(Call),
}

impl Reentry {
    pub(crate) const ALL: [Self; 3] = [Self::Status, Self::Acquire, Self::Leave];
}

impl fmt::Display for Reentry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Status => "call `status`",
            Self::Acquire => "acquire",
            Self::Leave => "drop its future",
        })
    }
}

impl fmt::Display for Entrant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Waker(actor) => write!(f, "{actor}'s waker"),
            Self::Call(call) => write!(f, "the {}", call.name()),
        }
    }
}
