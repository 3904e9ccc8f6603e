//! What holds of a pool that claims more than every pool keeps.

use pool_protocol::Status;

use super::{Finding, Holds, quiescence::may_have_taken_away};
use crate::{
    model::{Actor, Call, CallEnd, Capability, ConnectErrors, Exhaustion, Situation, Symptom},
    sim::Sim,
    trace::{ForeignError, Life, Overtaking},
};

/// Looks at what holds after every step, as far as one thread can tell the order of what happens.
pub(super) fn promises_hold(sim: &Sim<'_>) -> Holds {
    if sim.state().used_threads {
        return Ok(());
    }
    nothing_connects_after_close(sim)?;
    nobody_polls_in_vain(sim)
}

/// Looks at what a pool should keep that promises it, at the end of a run: whoever does not may break worse things later.
pub(super) fn promises_were_kept(sim: &Sim<'_>) -> Holds {
    if sim.state().used_threads {
        return Ok(());
    }
    errors_stay_where_they_belong(sim)?;
    waiters_are_served_in_turn(sim)?;
    growth_follows_demand(sim)?;
    ends_gracefully(sim)?;
    cancellation_preserves(sim)?;
    every_status_fitted_an_order(sim)
}

fn nothing_connects_after_close(sim: &Sim<'_>) -> Holds {
    let began = sim.trace().endings().connected_after_close();
    let expected = "no connect begins once `close` has completed";
    Finding::unless(!began, Symptom::ConnectAfterClose, expected, || "one began".to_owned())
}

fn errors_stay_where_they_belong(sim: &Sim<'_>) -> Holds {
    let causes = sim.trace().error_causes();
    if causes.foreign().is_none() && causes.failed_to_connect() == 0 {
        return Ok(());
    }
    if !sim.declaration().claims(Capability::ErrorScope) {
        return Ok(());
    }
    if let Some(ForeignError { told, caller }) = causes.foreign() {
        let expected =
            "an acquire fails only with the error of a call made for it, or for nobody in particular";
        let whose = caller.map_or_else(|| "another".to_owned(), |caller| caller.to_string());
        let seen = format!("{told} was told the error of a call that was made for {whose}");
        return Err(Finding::of(sim, Symptom::ErrorOfAnother, expected, seen));
    }
    let ends = |call, end| sim.trace().summary().ends(call, end);
    let came_to_nothing =
        |call| ends(call, CallEnd::Failed) + ends(call, CallEnd::Panicked) + ends(call, CallEnd::Abandoned);
    let (failed, causes_of_it) =
        (causes.failed_to_connect(), came_to_nothing(Call::Connect) + came_to_nothing(Call::Check));
    let kept = failed <= causes_of_it && !causes.told_twice();
    Finding::unless(kept, Symptom::ErrorSpread, "one failed connect fails at most one acquire", || {
        format!("{failed} acquires failed to connect, by {causes_of_it} failed calls")
    })
}

fn waiters_are_served_in_turn(sim: &Sim<'_>) -> Holds {
    let Some(Overtaking { waits, served, newcomer }) = sim.trace().demand().overtaking() else {
        return Ok(());
    };
    let failures = |end| sim.trace().summary().ends(Call::Connect, end);
    let retries = sim.declaration().connect_errors == ConnectErrors::UntilDeadline
        && failures(CallEnd::Failed) + failures(CallEnd::Panicked) + failures(CallEnd::Abandoned) > 0;
    let queues = sim.declaration().exhaustion == Exhaustion::Wait;
    if retries || !queues || !sim.declaration().claims(Capability::FairnessFifo) {
        return Ok(());
    }
    let seen = format!("{served} was served while {waits}, which had asked before, was left waiting");
    let (symptom, expected) = if newcomer {
        (Symptom::Overtaken, "a newcomer does not overtake a queued waiter")
    } else {
        (Symptom::ServedOutOfTurn, "waiters are served in the order in which they queued")
    };
    Err(Finding::of(sim, symptom, expected, seen))
}

fn growth_follows_demand(sim: &Sim<'_>) -> Holds {
    let (opened, wanted) = (sim.trace().summary().peak, sim.trace().demand().peak());
    let none_kept = sim.pool().setup().min_size == 0;
    if opened <= wanted || !none_kept || !sim.declaration().claims(Capability::Growth) {
        return Ok(());
    }
    let expected = "no more connections are opened than were ever wanted at once";
    let seen = format!("{opened} were open or being opened, and {wanted} wanted");
    Err(Finding::of(sim, Symptom::GrownTooFar, expected, seen))
}

fn ends_gracefully(sim: &Sim<'_>) -> Holds {
    match sim.trace().endings().dropped() {
        Some(id) if sim.declaration().claims(Capability::GracefulEnd) => {
            let expected = "connections are ended through `disconnect`";
            Err(Finding::of(sim, Symptom::NotDisconnected, expected, format!("{id} was merely dropped")))
        }
        _ => Ok(()),
    }
}

fn nobody_polls_in_vain(sim: &Sim<'_>) -> Holds {
    if !sim.tasks().had_wakes() || !sim.declaration().claims(Capability::SingleThread) {
        return Ok(());
    }
    match sim.tasks().actors().find(|actor| sim.tasks().is_spinning(*actor)) {
        Some(busy) => {
            let expected = "an operation that waits is not polled over and over";
            Err(Finding::of(sim, Symptom::BusyPolling, expected, format!("{busy} keeps waking itself")))
        }
        None => Ok(()),
    }
}

fn cancellation_preserves(sim: &Sim<'_>) -> Holds {
    match sim.trace().endings().destroyed() {
        Some(id) if sim.declaration().claims(Capability::CancelPreserve) => {
            let expected = "cancellation never destroys a healthy connection";
            let seen = format!("{id} was ended because an acquire was cancelled");
            Err(Finding::of(sim, Symptom::EndedByCancel, expected, seen))
        }
        _ => Ok(()),
    }
}

/// A status that was just asked for has a place in an order of the operations: what is pending may have happened or not, and
/// what is done has. That it has none is kept to the end of the run, in which something more certain may be wrong with it.
pub(super) fn note_status_order(sim: &mut Sim<'_>) {
    if sim.state().used_threads || !sim.declaration().claims(Capability::Linearizable) {
        return;
    }
    let pending = |actor: &Actor| sim.tasks().is_pending(*actor);
    let fills = sim.tasks().actors().any(|actor| matches!(actor, Actor::Init(_)) && pending(&actor));
    let filling = if fills { sim.pool().setup().min_size } else { 0 };
    let undecided = sim.tasks().actors().filter(pending).count() + filling + surplus(sim);
    let held = sim.trace().summary().held;
    let Status { in_use, closed, .. } = *sim.shown();
    let counts = (held..=held + undecided).contains(&in_use);
    let reopened = sim.reached().has(Situation::InitAfterClose);
    let knows_the_end = if sim.trace().is_closed() { closed } else { !closed || sim.trace().close_began() };
    if (counts && (knows_the_end || reopened)) || may_have_taken_away(sim) {
        return;
    }
    let seen = format!(
        "in_use {in_use}, closed {closed}; {held} guards are lent, and {undecided} operations are pending"
    );
    sim.state_mut().out_of_order.get_or_insert(seen);
}

/// How many connections a pending `resize` may be ending.
fn surplus(sim: &Sim<'_>) -> usize {
    let resizes = |actor| matches!(actor, Actor::Resize(_)) && sim.tasks().is_pending(actor);
    let ending = sim.trace().summary().conns().filter(|(_, conn)| conn.life == Life::Ending);
    if sim.tasks().actors().any(resizes) { ending.count() } else { 0 }
}

fn every_status_fitted_an_order(sim: &Sim<'_>) -> Holds {
    let expected = "a status fits an order in which the operations happened one after another";
    match &sim.state().out_of_order {
        Some(seen) => Err(Finding::of(sim, Symptom::StatusOutOfOrder, expected, seen.clone())),
        None => Ok(()),
    }
}
