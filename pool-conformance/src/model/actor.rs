//! Actors, and how their operations end.

use std::{error::Error, fmt};

use pool_protocol::PoolError;

use crate::model::{CallId, ConnId, ProbeError};

/// Somebody who has at most one operation of the pool under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Actor {
    /// One who acquires and gives back.
    Client(u8),
    Init(u8),
    Close(u8),
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Client(n) => write!(f, "{}", char::from(b'A' + n)),
            Self::Init(0) => f.write_str("init"),
            Self::Close(0) => f.write_str("close"),
            Self::Init(n) => write!(f, "init {}", n + 1),
            Self::Close(n) => write!(f, "close {}", n + 1),
        }
    }
}

/// How an operation came to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Settled {
    Served(ConnId),
    Done,
    Failed(Refusal),
    Panicked(Box<str>),
    Cancelled,
}

impl fmt::Display for Settled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Served(id) => write!(f, "holds {id}"),
            Self::Done => f.write_str("is done"),
            Self::Failed(refusal) => write!(f, "fails with {refusal}"),
            Self::Panicked(text) => write!(f, "panics: {text}"),
            Self::Cancelled => f.write_str("is cancelled"),
        }
    }
}

/// The kinds of [`PoolError`], for comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum ErrorKind {
    Closed,
    Timeout,
    Exhausted,
    Connect,
    Unhealthy,
    ForeignGuard,
    InvalidConfig,
    Other,
}

/// A [`PoolError`] as the kit remembers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) kind: ErrorKind,
    /// The call of the probe of which the error is found in the chain of sources.
    pub(crate) cause: Option<CallId>,
}

impl From<&PoolError> for Refusal {
    fn from(error: &PoolError) -> Self {
        let kind = match error {
            PoolError::Closed => ErrorKind::Closed,
            PoolError::Timeout => ErrorKind::Timeout,
            PoolError::Exhausted => ErrorKind::Exhausted,
            PoolError::Connect(_) => ErrorKind::Connect,
            PoolError::Unhealthy(_) => ErrorKind::Unhealthy,
            PoolError::ForeignGuard => ErrorKind::ForeignGuard,
            PoolError::InvalidConfig(_) => ErrorKind::InvalidConfig,
            _ => ErrorKind::Other,
        };
        Self { kind, cause: cause_of(error) }
    }
}

fn cause_of(error: &PoolError) -> Option<CallId> {
    let mut source = error.source();
    while let Some(error) = source {
        if let Some(probe) = error.downcast_ref::<ProbeError>() {
            return Some(probe.call);
        }
        source = error.source();
    }
    None
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.kind)
    }
}
