//! What holds when time has passed: no acquire outlives its limit.

use std::time::Duration;

use super::{Finding, Holds};
use crate::{
    model::{AcquireLimit, Actor, Capability, Symptom},
    sim::Sim,
};

/// How much later than its limit an acquire may settle.
const SLACK: Duration = Duration::from_millis(500);

/// The limit of an acquire, if the pool claims to keep one on the whole of it.
fn limit(sim: &Sim<'_>) -> Option<Duration> {
    let declared = sim.declaration();
    let keeps = declared.claims(Capability::Timeout) && declared.acquire_limit == AcquireLimit::Whole;
    sim.pool().setup().acquire_timeout.filter(|_| keeps)
}

/// No acquire is pending that began longer ago than its limit. Looked at when all that is ready has run.
pub(super) fn nobody_is_overdue(sim: &Sim<'_>) -> Holds {
    let now = sim.trace().elapsed();
    if now.is_zero() {
        return Ok(());
    }
    let Some(limit) = limit(sim) else { return Ok(()) };
    let latest = limit.saturating_add(SLACK);
    let is_overdue = |began: Duration| now.saturating_sub(began) > latest;
    let overdue = sim.tasks().acquiring().find(|(actor, began)| {
        matches!(actor, Actor::Client(_)) && is_overdue(began.duration()) && !sim.tasks().is_woken(*actor)
    });
    let Some((actor, began)) = overdue else { return Ok(()) };
    let age = now.saturating_sub(began.duration());
    let seen = format!("{actor} has been pending for {age:?}, with a limit of {limit:?}");
    Err(Finding::of(sim, Symptom::Overdue, "an acquire settles by its limit", seen))
}
