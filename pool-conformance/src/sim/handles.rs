//! Handles of the pool that come and go.

use super::Sim;
use crate::{foreign::catch_panic, model::Stop};

/// Goes on with another handle of the pool, and drops the one before.
pub(crate) fn hand_on(sim: &mut Sim<'_>) -> Result<(), Stop> {
    let another = sim.pool.another_handle().ok_or_else(|| Stop::unreached("the handle was dropped"))?;
    let before = sim.pool.handle.replace(another);
    let dropped = sim.env.clock.run_as_task(|| catch_panic(|| drop(before)));
    sim.collect();
    dropped.map_err(|text| Stop::panicked("the drop of a handle", &text))
}
