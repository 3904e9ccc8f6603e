//! What holds for operations beyond the trait of pools.

use super::{Finding, Holds};
use crate::{
    model::{Actor, ConnId, Prefill, Situation, Symptom},
    sim::{Quiescence, Sim, may_try_again},
    trace::Life,
};

/// Looks at what holds at any moment.
pub(super) fn extensions_hold(sim: &Sim<'_>) -> Holds {
    if sim.declaration().extensions.is_empty() {
        return Ok(());
    }
    tries_take_nothing_else(sim)?;
    if let Some(id) = sim.trace().summary().parted.ended {
        let seen = format!("{id} was ended after it had been detached");
        return Err(Finding::new(
            Symptom::DetachedEnded,
            "a detached connection is its holder's to end",
            seen,
        ));
    }
    let Some((id, actor)) = sim.trace().summary().parted.lent else { return Ok(()) };
    let seen = format!("{actor} was given {id}, which had been discarded");
    Err(Finding::new(Symptom::DiscardedLent, "a discarded connection is never lent again", seen))
}

/// An attempt neither opens a connection nor takes one that is due to a waiter.
fn tries_take_nothing_else(sim: &Sim<'_>) -> Holds {
    let tries = sim.trace().tries();
    if let Some(actor) = tries.connecting {
        let seen = format!("the `try_acquire` of {actor} began to connect");
        return Err(Finding::new(Symptom::TriedConnecting, "`try_acquire` never opens a connection", seen));
    }
    let overtaking = tries.overtaking.filter(|_| !sim.trace().close_began() && !may_try_again(sim));
    let Some((actor, due)) = overtaking else { return Ok(()) };
    let seen = format!("{actor} was served by `try_acquire` although {due} had queued before");
    Err(Finding::new(Symptom::TriedOvertaking, "`try_acquire` overtakes nobody in the queue", seen))
}

/// At rest, what was discarded is ended.
pub(super) fn discarded_is_ended(sim: &Sim<'_>) -> Holds {
    let at_rest = matches!(sim.quiescence(), Quiescence::Idle | Quiescence::Waiting(_));
    let left = if at_rest { left_open(sim) } else { None };
    let expected = "a discarded connection is ended";
    Finding::unless(left.is_none(), Symptom::DiscardedOpen, expected, || {
        left.map(|id| format!("{id} was discarded and is still open")).unwrap_or_default()
    })
}

fn left_open(sim: &Sim<'_>) -> Option<ConnId> {
    if !sim.trace().situations().has(Situation::Discarded) {
        return None;
    }
    let mut conns = sim.trace().summary().conns();
    conns.find(|(_, conn)| conn.discarded && conn.life == Life::Open).map(|(id, _)| id)
}

/// Whether a bound is one that every pool has to refuse.
pub(super) fn is_nonsense(sim: &Sim<'_>, size: u8) -> bool {
    let has_least = sim.declaration().prefill != Prefill::None;
    size == 0 || (has_least && usize::from(size) < sim.pool().setup().min_size)
}

/// Looks at a `resize` that is done.
pub(super) fn bound_makes_sense(sim: &Sim<'_>, actor: Actor) -> Holds {
    let Actor::Resize(size) = actor else { return Ok(()) };
    let expected = "a bound of 0, or below `min_size`, is refused";
    Finding::unless(!is_nonsense(sim, size), Symptom::NonsenseBoundAccepted, expected, || {
        format!("the bound of {size} was accepted, with `min_size` {}", sim.pool().setup().min_size)
    })
}

/// At rest no more is open than a lowered bound allows, once everything from before is back.
pub(super) fn bound_is_lowered(sim: &Sim<'_>) -> Holds {
    let at_rest = || matches!(sim.quiescence(), Quiescence::Idle | Quiescence::Waiting(_));
    if !sim.trace().bound().is_lowered() || !at_rest() {
        return Ok(());
    }
    let (live, max) = (sim.trace().live(), sim.pool().max_size());
    let expected = "a lowered bound holds once the guards lent before are back";
    Finding::unless(live <= max, Symptom::NotLowered, expected, || {
        format!("{live} are open, with a `max_size` that is {max} by now")
    })
}
