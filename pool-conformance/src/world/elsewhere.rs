//! Doing things on another thread than the judge's.

use pool_protocol::Status;

use super::{Clock, Step, World, guarded};
use crate::rule::Stop;

/// Where foreign code runs.
#[derive(Clone, Copy, Debug)]
pub(super) enum Thread {
    /// On the judge's own thread.
    Own,
    /// On one that is made for it, and that belongs to the judge's runtime, too.
    Other,
}

impl Thread {
    pub(super) fn run<T: Send>(self, clock: &Clock, code: impl FnOnce() -> T + Send) -> T {
        match self {
            Self::Own => code(),
            Self::Other => clock.elsewhere(code),
        }
    }
}

impl World<'_> {
    /// Performs a step on another thread, and comes back when it is done there.
    pub(crate) fn perform_elsewhere(&mut self, step: Step) {
        self.thread = Thread::Other;
        self.perform(step);
        self.thread = Thread::Own;
    }

    /// What the pool says of itself through a second handle, on another thread.
    pub(crate) fn status_elsewhere(&mut self) -> Result<Status, Stop> {
        self.pulse.beat();
        let other = self.another_handle().ok_or_else(|| Stop::unreached("the handle was dropped"))?;
        let status = Thread::Other.run(self.clock, move || guarded(|| other.status()));
        status.map_err(|text| Stop::panicked("status", &text))
    }
}
