//! That every ending has its cause.

use super::{Finding, Holds};
use crate::{
    model::{Situation, Symptom, TimeSource},
    sim::Sim,
    trace::Lasting,
};

/// Looks at why connections were ended while the pool was open. It is the last look at a run: what else goes wrong ends
/// connections, too.
pub(super) fn every_ending_has_a_cause(sim: &Sim<'_>) -> Holds {
    if !sim.reached().has(Situation::EndedWhileOpen) {
        return Ok(());
    }
    let (setup, declaration) = (sim.pool().setup(), sim.declaration());
    let lasting = Lasting {
        idle: setup.idle_timeout,
        lifetime: setup.max_lifetime,
        jitter: declaration.jitter,
        by_another_clock: declaration.time_source == TimeSource::System,
    };
    let Some(found) = sim.trace().causeless_ending(lasting) else { return Ok(()) };
    let expected = "a healthy connection is ended only for a cause";
    let seen = format!(
        "{} was ended after it had lain idle for {:?}, at the age of {:?}; nothing had broken, and no limit had passed",
        found.id, found.idle, found.age
    );
    Err(Finding::of(sim, Symptom::EndedForNoCause, expected, seen))
}
