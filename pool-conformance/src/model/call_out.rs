//! Call-outs: the moments at which a pool, inside a poll or a drop, calls code that is not its own.

use std::fmt;

use crate::model::{Call, ConnId};

/// What a pool is about to do outside itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum CallOut {
    /// To call the manager, or to drop a connection.
    Call(Call, Option<ConnId>),
    /// To wake a waker.
    Wake,
    /// To clone a waker.
    CloneWaker,
    /// To drop a waker.
    DropWaker,
}

impl fmt::Display for CallOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call(Call::Drop, Some(id)) => write!(f, "to drop {id}"),
            Self::Call(call, Some(id)) => write!(f, "to call {} of {id}", call.name()),
            Self::Call(call, None) => write!(f, "to call {}", call.name()),
            Self::Wake => f.write_str("to wake a waker"),
            Self::CloneWaker => f.write_str("to clone its waker"),
            Self::DropWaker => f.write_str("to drop a waker"),
        }
    }
}
