//! What the probe fails and panics with.

use crate::model::{Call, CallId};

/// What the probe fails with when it is told to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the probe's {} was told to fail (call {})", .kind.name(), .call.0)]
pub struct ProbeError {
    pub(crate) kind: Call,
    pub(crate) call: CallId,
}

/// What the text of every panic has in it that the probe was told to raise.
pub(crate) const PROBE_PANIC: &str = "was told to panic";
