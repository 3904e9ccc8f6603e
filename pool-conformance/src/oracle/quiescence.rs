//! What holds whenever nothing is under way, whichever clients hold connections.

use pool_protocol::Status;

use super::{Finding, Holds};
use crate::{
    model::{Actor, Call, Capability, CloseMode, Symptom},
    sim::{Overlap, Quiescence, Sim, may_try_again},
};

/// Looks at a pool of which nothing can run by itself, and at the status if it has shown one.
pub(super) fn holds_at_rest(sim: &Sim<'_>, shown: bool) -> Holds {
    if !sim.pool().has_handle() {
        return Ok(());
    }
    no_release_waits_for_a_connect(sim)?;
    let rest = sim.quiescence();
    match sim.state().overlap {
        _ if rest == Quiescence::Moving => {}
        Overlap::None => nobody_waits_for_a_closed_pool(sim)?,
        Overlap::Met | Overlap::Collided => nobody_outwaits_a_close(sim)?,
    }
    match rest {
        Quiescence::Waiting(waiting) => is_not_stranded(sim, waiting),
        // What a pool has taken away, its holder still has a guard of.
        Quiescence::Idle if shown && !may_have_taken_away(sim) => status_is_true(sim),
        Quiescence::Idle | Quiescence::Pending | Quiescence::Moving => Ok(()),
    }
}

/// Whether the pool is being closed, and declares that it takes connections away from their holders then.
pub(super) fn may_have_taken_away(sim: &Sim<'_>) -> bool {
    sim.declaration().close_mode == CloseMode::Abort && sim.trace().close_began()
}

/// Where nothing can run but connects that wait at their gates, no `release` is pending.
fn no_release_waits_for_a_connect(sim: &Sim<'_>) -> Holds {
    let connects = sim.trace().summary().connecting;
    if connects == 0 || !sim.declaration().claims(Capability::ExplicitRelease) {
        return Ok(());
    }
    let Some(releasing) = sim.tasks().actors().find(|actor| sim.tasks().is_releasing(*actor)) else {
        return Ok(());
    };
    let at_gates = sim.gated(Call::Connect) == sim.trace().summary().running;
    let moves = sim.clock().has_ready_tasks() || sim.tasks().next_woken().is_some();
    let seen = || format!("the `release` of {releasing} is pending, and only a connect runs");
    let expected = "`release` does not wait for a connect";
    Finding::unless(moves || !at_gates, Symptom::ReleaseWaitsForConnect, expected, seen)
}

/// Where two steps overlapped, it cannot be said who was to be told at once; but a `close` that is over leaves nobody behind.
fn nobody_outwaits_a_close(sim: &Sim<'_>) -> Holds {
    if !sim.trace().is_closed() {
        return Ok(());
    }
    let waits = |(actor, _): &(Actor, _)| !sim.tasks().began_after_close(*actor);
    let Some((waiting, _)) = sim.tasks().acquiring().find(waits) else { return Ok(()) };
    let expected = "an acquire that is under way when `close` starts settles by the time it completes";
    Err(Finding::of(sim, Symptom::Stranded, expected, format!("{waiting} is still pending")))
}

/// At rest, nobody waits for a pool that is being closed.
fn nobody_waits_for_a_closed_pool(sim: &Sim<'_>) -> Holds {
    if !sim.trace().close_began() || !sim.declaration().claims(Capability::PromptClose) {
        return Ok(());
    }
    let waits = |actor: &Actor| {
        matches!(actor, Actor::Client(_))
            && sim.tasks().is_pending(*actor)
            && !sim.tasks().is_releasing(*actor)
    };
    match sim.tasks().actors().find(waits) {
        Some(waiting) => {
            let expected = "those who wait are told as soon as `close` starts";
            Err(Finding::of(sim, Symptom::NotToldOfClose, expected, format!("{waiting} is still pending")))
        }
        None => Ok(()),
    }
}

/// An acquire that waits then waits for a connection in use: no wake-up was lost.
fn is_not_stranded(sim: &Sim<'_>, waiting: Actor) -> Holds {
    let (held, max) = (sim.trace().summary().held, sim.pool().max_size());
    let ready = sim.tasks().is_initialised() && !sim.trace().close_began();
    if held >= max || !ready || may_try_again(sim) {
        return Ok(());
    }
    let seen = if held == 0 {
        format!("{waiting} is still pending although nobody holds a connection")
    } else {
        format!("{waiting} is still pending although {held} of {max} connections are in use")
    };
    Err(Finding::of(sim, Symptom::Stranded, "a waiting acquire is served when capacity is free", seen))
}

/// Whether the numbers in the status are those of the trace.
pub(super) fn status_is_true(sim: &Sim<'_>) -> Holds {
    let Status { size, idle, in_use, .. } = *sim.shown();
    let (live, held) = (sim.trace().live(), sim.trace().summary().held);
    let seen = || format!("size {size}, idle {idle}, in_use {in_use}; {live} are open, {held} held");
    let in_use_expected = "at rest, `in_use` is the number of guards held";
    Finding::unless(in_use == held, Symptom::StatusInUseWrong, in_use_expected, seen)?;
    let size_expected = "at rest, size is what was opened and not ended";
    if size != live {
        return Err(Finding::of(sim, Symptom::StatusSizeWrong, size_expected, seen()));
    }
    let sum_expected = "at rest, size is idle and in_use together";
    Finding::unless(idle + in_use == size, Symptom::StatusSumWrong, sum_expected, seen)
}
