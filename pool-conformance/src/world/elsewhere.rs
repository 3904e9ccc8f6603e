//! Doing things on another thread than the judge's.

use pool_protocol::Status;

use super::{Step, World, guarded};
use crate::rule::Stop;

impl World<'_> {
    /// Performs a step on another thread, and comes back when it is done there.
    pub(crate) fn perform_elsewhere(&mut self, step: Step) {
        self.elsewhere = true;
        self.perform(step);
        self.elsewhere = false;
    }

    /// What the pool says of itself through a second handle, on another thread.
    pub(crate) fn status_elsewhere(&mut self) -> Result<Status, Stop> {
        self.pulse.beat();
        let other = self.another_handle().ok_or_else(|| Stop::unreached("the handle was dropped"))?;
        let status = self.clock.elsewhere(move || guarded(|| other.status()));
        status.map_err(|text| Stop::panicked("status", &text))
    }
}
