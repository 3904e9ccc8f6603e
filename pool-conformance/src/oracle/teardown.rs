//! The end of every run: all gates open, everything is given back, every waiter settles, the whole capacity is
//! there, the numbers are true, and after `close` nothing is left.

use std::time::Duration;

use super::{
    Finding, Holds, check_invariants, leak, quiescence::status_is_true, shows_sane_status,
    upkeep::minimum_is_restored,
};
use crate::{
    model::{
        Actor, Behaviour, Call, Capability, CloseMode, DELAY, ErrorKind, Leak, Situation, Step, Symptom,
    },
    sim::{Conduct, Quiescence, Sim, may_try_again},
};

/// More rounds of giving back and settling than any run needs.
const ROUNDS: usize = 64;

pub(crate) fn teardown(sim: &mut Sim<'_>) -> Holds {
    sim.end_script();
    open_gates(sim)?;
    if sim.pool().manager().is_full() {
        // The kit itself has stopped the calls of a pool that tries again and again for a day.
        return Ok(());
    }
    outlast_endless_calls(sim)?;
    everybody_settles(sim)?;
    if !sim.pool().has_handle() {
        return ends_with_the_handle(sim);
    }
    minimum_is_restored(sim)?;
    if sim.trace().is_closed() {
        nothing_is_left(sim)?;
    }
    // What has been handed to a `disconnect` that never ends, a status may count or not.
    if shows_sane_status(sim)? && sim.trace().endless_calls() == 0 {
        status_is_true(sim)?;
    }
    if sim.trace().close_began() {
        refuses_newcomers(sim)?;
    } else if becomes_ready(sim)? {
        capacity_is_whole(sim)?;
    }
    ends_with_close(sim)
}

fn open_gates(sim: &mut Sim<'_>) -> Holds {
    sim.settle();
    if sim.pool().manager().is_disturbed() {
        sim.perform(Step::Heal);
    }
    for actor in sim.tasks().unpolled() {
        sim.perform(Step::Poll(actor));
    }
    sim.settle();
    if sim.trace().count(|summary| summary.running) > 0 {
        finish_calls(sim);
    }
    check_invariants(sim)
}

/// A call that never ends costs its place until the limit at most: a pool that has one is given as much time, and that of
/// its upkeep. In any other the calls fail now, and so do those that nobody limits, of an `init`.
fn outlast_endless_calls(sim: &mut Sim<'_>) -> Holds {
    if sim.trace().endless_calls() == 0 {
        return Ok(());
    }
    let filling =
        sim.tasks().actors().any(|actor| matches!(actor, Actor::Init(_)) && sim.tasks().is_pending(actor));
    match sim.patience().filter(|_| !filling) {
        Some(patience) => sim.advance(patience),
        None => sim.fail_endless_calls(),
    }
    check_invariants(sim)
}

fn finish_calls(sim: &mut Sim<'_>) {
    for call in [Call::Connect, Call::Check, Call::Disconnect] {
        sim.finish_all(call, Behaviour::Succeed);
    }
    sim.settle();
    if sim.trace().count(|summary| summary.running) > 0 {
        sim.advance(DELAY.duration());
    }
}

/// Gives back what is held, round after round, until no client waits.
fn everybody_settles(sim: &mut Sim<'_>) -> Holds {
    for _ in 0..ROUNDS {
        let Some(waiting) = first_pending(sim) else { break };
        if sim.trace().count(|summary| summary.held) > 0 {
            sim.give_back_all();
        } else {
            served_by_time_alone(sim, waiting)?;
        }
        check_invariants(sim)?;
    }
    sim.give_back_all();
    check_invariants(sim)
}

fn first_pending(sim: &Sim<'_>) -> Option<Actor> {
    sim.tasks().actors().find(|actor| sim.tasks().is_pending(*actor))
}

/// No client holds a connection and one waits: only a pool that is trying again after a failure may take its time.
fn served_by_time_alone(sim: &mut Sim<'_>, waiting: Actor) -> Holds {
    if matches!(waiting, Actor::HealthCheck(_)) {
        sim.wait_for_limit(waiting);
    }
    let_ready_run(sim);
    allow_for_retries(sim, waiting);
    // Another may have been served meanwhile, for which this one waits.
    if !sim.tasks().is_pending(waiting) || sim.trace().count(|summary| summary.held) > 0 {
        return Ok(());
    }
    let (expected, symptom) = match waiting {
        Actor::Client(_) if sim.trace().close_began() => (
            "an acquire that is queued when `close` starts settles by the time it completes",
            Symptom::Stranded,
        ),
        Actor::Client(_) => ("a waiting acquire is served when capacity is free", Symptom::Stranded),
        Actor::Init(_) => ("`init` settles once its connects have", Symptom::InitStuck),
        Actor::Resize(_) => ("`resize` comes to its end", Symptom::NotLowered),
        Actor::Close(_) => ("`close` completes once everything has come back", Symptom::CloseStuck),
        Actor::HealthCheck(_) => {
            ("a health check settles within the acquire limit", Symptom::HealthCheckStuck)
        }
    };
    let seen = format!("{waiting} is still pending although nobody holds a connection");
    Err(Finding::of(sim, symptom, expected, seen))
}

/// What was woken by the passing of time may pause in its turn.
fn let_ready_run(sim: &mut Sim<'_>) {
    const PAUSES: usize = 3;
    for _ in 0..PAUSES {
        if sim.quiescence() == Quiescence::Moving {
            sim.settle();
        }
    }
}

/// Whether the pool is ready; if its `init` has failed or was cancelled, it may be tried again, or the pool is closed.
fn becomes_ready(sim: &mut Sim<'_>) -> Result<bool, Finding> {
    if sim.tasks().is_initialised() {
        return Ok(true);
    }
    let again = sim.new_init();
    sim.start(again);
    let closed = sim.tasks().error_of(again) == Some(ErrorKind::Closed);
    if !closed && !sim.tasks().is_initialised() {
        let expected = "after an `init` that failed or was cancelled, another succeeds or reports Closed";
        return Err(Finding::of(sim, Symptom::InitNotRepeatable, expected, sim.describe(again)));
    }
    Ok(!closed)
}

fn refuses_newcomers(sim: &mut Sim<'_>) -> Holds {
    let late = sim.acquire();
    let refused = sim.tasks().error_of(late) == Some(ErrorKind::Closed);
    let given_up = sim.reached().has(Situation::CloseCancelled);
    if given_up && !refused && sim.declaration().claims(Capability::CancelExt) {
        let expected = "an acquire fails with Closed after a `close` that was given up";
        return Err(Finding::of(sim, Symptom::OpenAfterCancelledClose, expected, sim.describe(late)));
    }
    let expected = "an acquire after `close` fails with Closed at once";
    Finding::unless(refused || !sim.trace().is_closed(), Symptom::NotRefusedAfterClose, expected, || {
        sim.describe(late)
    })
}

/// As many clients as may hold at once do; one more tries.
fn capacity_is_whole(sim: &mut Sim<'_>) -> Holds {
    for held in 0..sim.pool().max_size() {
        let client = sim.acquire();
        allow_for_retries(sim, client);
        if may_not_wait(sim) && sim.tasks().error_of(client) == Some(ErrorKind::Timeout) {
            break;
        }
        if sim.tasks().holds(client).is_none() {
            let expected =
                format!("all {} connections can be held at once afterwards", sim.pool().max_size());
            let seen = format!("{held} can be held, then {}", sim.describe(client));
            return Err(Finding::of(sim, Symptom::CapacityLost, expected, seen));
        }
    }
    // Served, it is one too many or shares: the invariants say which.
    let extra = sim.acquire();
    check_invariants(sim)?;
    sim.cancel(extra);
    sim.give_back_all();
    check_invariants(sim)
}

/// Whether the limit of an acquire is such that it may fail whatever is free.
fn may_not_wait(sim: &Sim<'_>) -> bool {
    sim.pool().setup().acquire_timeout == Some(Duration::ZERO)
}

fn ends_with_close(sim: &mut Sim<'_>) -> Holds {
    if sim.declaration().close_mode == CloseMode::Unsupported {
        return ends_with_the_handle(sim);
    }
    let closed_before = sim.trace().close_began();
    let close = sim.begin_close();
    outlast_endless_calls(sim)?;
    if sim.tasks().is_pending(close) {
        let expected = "`close` completes when everything has come back";
        return Err(Finding::of(sim, Symptom::CloseStuck, expected, sim.describe(close)));
    }
    check_invariants(sim)?;
    if closed_before {
        return nothing_is_left(sim);
    }
    all_ended(sim, Symptom::Leaked(Leak::Lost), leak::tell(Leak::Lost).0)
}

fn nothing_is_left(sim: &Sim<'_>) -> Holds {
    let Some((id, left)) = leak::left_by_close(sim.trace()) else { return Ok(()) };
    let (expected, then) = leak::tell(left);
    Err(Finding::of(sim, Symptom::Leaked(left), expected, format!("{id} {then}; it is still open")))
}

fn ends_with_the_handle(sim: &mut Sim<'_>) -> Holds {
    const WIND_DOWN: Duration = Duration::from_secs(60);
    sim.perform(Step::DropHandle);
    sim.settle();
    if sim.trace().live() > 0 {
        sim.advance(WIND_DOWN);
    }
    all_ended(sim, Symptom::LeakedByHandle, "once the last handle is gone, every connection has been ended")
}

fn all_ended(sim: &Sim<'_>, symptom: Symptom, expected: &str) -> Holds {
    let (left, opened, ended) = sim.trace().count(|summary| (summary.left(), summary.opened, summary.ended));
    if left == sim.trace().ending_for_ever().count() {
        return Ok(());
    }
    Err(Finding::of(sim, symptom, expected, format!("{opened} opened, {ended} ended")))
}

/// Waits with a client for a pool that has had a connect fail and declares that it tries again by and by.
fn allow_for_retries(sim: &mut Sim<'_>, client: Actor) {
    if may_try_again(sim) {
        sim.wait_for_limit(client);
    }
}
