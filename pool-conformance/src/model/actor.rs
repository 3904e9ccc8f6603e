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
    /// One who asks whether the pool is healthy.
    HealthCheck(u8),
    /// One who changes the bound to this.
    Resize(u8),
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Client(n) => {
                let (round, letter) = (n / LETTERS, char::from(b'A' + n % LETTERS));
                if round == 0 { write!(f, "{letter}") } else { write!(f, "{letter}{}", round + 1) }
            }
            Self::Init(0) => f.write_str("init"),
            Self::Close(0) => f.write_str("close"),
            Self::HealthCheck(0) => f.write_str("health check"),
            Self::Resize(size) => write!(f, "resize to {size}"),
            Self::Init(n) => write!(f, "init {}", n + 1),
            Self::Close(n) => write!(f, "close {}", n + 1),
            Self::HealthCheck(n) => write!(f, "health check {}", n + 1),
        }
    }
}

/// How many letters there are; after Z comes A2.
const LETTERS: u8 = 26;

/// How an operation came to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Settled {
    Served(ConnId),
    /// It found nothing to take at once.
    Nothing,
    Done,
    Failed(Refusal),
    Panicked(Box<str>),
    Cancelled,
}

impl fmt::Display for Settled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Served(id) => write!(f, "holds {id}"),
            Self::Nothing => f.write_str("finds nothing"),
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
    /// More than any chain has that comes to an end: an error may be its own source.
    const LONGEST: usize = 100;
    let sources = std::iter::successors(error.source(), |error| (*error).source());
    sources.take(LONGEST).find_map(|error| error.downcast_ref::<ProbeError>()).map(|probe| probe.call)
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.kind)
    }
}

#[cfg(test)]
mod tests {
    use std::{error::Error, fmt};

    use pool_protocol::PoolError;

    use super::{Actor, Refusal};

    #[test]
    fn every_client_has_a_name_of_its_own() {
        let names: std::collections::HashSet<String> =
            (0..=u8::MAX).map(|n| Actor::Client(n).to_string()).collect();
        assert_eq!(names.len(), 256);
        assert!(names.contains("Z") && names.contains("A2"));
    }

    #[derive(Debug)]
    struct Ouroboros;

    impl fmt::Display for Ouroboros {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an error that is its own source")
        }
    }

    impl Error for Ouroboros {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            Some(self)
        }
    }

    #[test]
    fn an_error_that_is_its_own_source_has_no_cause() {
        assert_eq!(Refusal::from(&PoolError::Connect(Box::new(Ouroboros))).cause, None);
    }
}
