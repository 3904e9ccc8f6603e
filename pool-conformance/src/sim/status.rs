//! What the pool says of itself.

use pool_protocol::{Counters, Status};

use super::Sim;
use crate::{foreign::catch_panic, model::Stop};

/// The status that the pool gave last, and whether it is still looked at.
#[derive(Debug, Default)]
pub(super) struct ShownStatus {
    pub(super) shown: Status,
    pub(super) is_ignored: bool,
    /// What the pool had counted when it was last asked.
    pub(super) counters: Option<Counters>,
}

impl Sim<'_> {
    /// Asks the pool for its status.
    pub(crate) fn ask_for_status(&mut self) -> Result<(), Stop> {
        self.env.heartbeat.beat();
        let handle = self.pool.handle.as_ref().ok_or_else(|| Stop::unreached("the handle was dropped"))?;
        self.env.heartbeat.ask_for_status(true);
        let shown = &mut self.status.shown;
        let asked = self.env.clock.run_as_task(|| catch_panic(|| *shown = handle.status()));
        self.env.heartbeat.ask_for_status(false);
        self.collect();
        asked.map_err(|text| Stop::panicked("status", &text))
    }

    /// The status that the pool gave when it was last asked.
    pub(crate) fn shown(&self) -> &Status {
        &self.status.shown
    }

    /// Whether a wrong status is of no more interest.
    pub(crate) fn ignores_status(&self) -> bool {
        self.status.is_ignored
    }

    pub(crate) fn ignore_status(&mut self, ignored: bool) {
        self.status.is_ignored = ignored;
    }
}

/// Asks the pool for its counters: what they were before, and what they are now, where the pool has any.
pub(crate) fn ask_for_counters(sim: &mut Sim<'_>) -> Result<Option<(Counters, Counters)>, Stop> {
    let Some(handle) = &sim.pool.handle else { return Ok(None) };
    let asked = sim.env.clock.run_as_task(|| catch_panic(|| handle.counters()));
    sim.collect();
    let now = asked.map_err(|text| Stop::panicked("counters", &text))?;
    let before = std::mem::replace(&mut sim.status.counters, now);
    Ok(now.map(|now| (before.unwrap_or_default(), now)))
}
