//! The end of every run: all gates open, everything is given back, every waiter settles, the whole capacity is
//! there, the numbers are true, and after `close` nothing is left.

use std::time::Duration;

use super::{
    alphabet::DELAY,
    blame::Symptom,
    invariant::{Broken, Kept, inspect, shows_sane_status},
    leak::Leak,
    rest::status_is_true,
};
use crate::{
    CloseMode,
    ledger::Call,
    probe::Behaviour,
    world::{Actor, ErrorKind, Step, World},
};

/// More rounds of giving back and settling than any run needs.
const ROUNDS: usize = 64;

pub(super) fn finale(world: &mut World<'_>) -> Kept {
    world.end_script();
    open_gates(world)?;
    everybody_settles(world)?;
    if !world.has_handle() {
        return ends_with_the_handle(world);
    }
    if world.is_closed() {
        nothing_is_left(world)?;
    }
    if shows_sane_status(world)? {
        status_is_true(world)?;
    }
    if world.close_began() {
        refuses_newcomers(world)?;
    } else if becomes_ready(world)? {
        capacity_is_whole(world)?;
    }
    ends_with_close(world)
}

fn open_gates(world: &mut World<'_>) -> Kept {
    world.settle();
    if world.state().is_disturbed() {
        world.perform(Step::Heal);
    }
    for actor in world.unpolled() {
        world.perform(Step::Poll(actor));
    }
    world.settle();
    if world.count(|fold| fold.running) > 0 {
        finish_calls(world);
    }
    inspect(world)
}

fn finish_calls(world: &mut World<'_>) {
    for call in [Call::Connect, Call::Check, Call::Disconnect] {
        world.finish_all(call, Behaviour::Succeed);
    }
    world.settle();
    if world.count(|fold| fold.running) > 0 {
        world.advance(DELAY.duration());
    }
}

/// Gives back what is held, round after round, until nobody waits any more.
fn everybody_settles(world: &mut World<'_>) -> Kept {
    for _ in 0..ROUNDS {
        let Some(waiting) = first_pending(world) else { break };
        if world.count(|fold| fold.held) > 0 {
            world.give_back_all();
        } else {
            served_by_time_alone(world, waiting)?;
        }
        inspect(world)?;
    }
    world.give_back_all();
    inspect(world)
}

fn first_pending(world: &World<'_>) -> Option<Actor> {
    world.actors().find(|actor| world.is_pending(*actor))
}

/// Nobody holds anything and somebody waits: only a pool that is trying again after a failure may take its time.
fn served_by_time_alone(world: &mut World<'_>, waiting: Actor) -> Kept {
    world.allow_for_retries(waiting);
    if !world.is_pending(waiting) {
        return Ok(());
    }
    let (expected, symptom) = match waiting {
        Actor::Client(_) if world.close_began() => (
            "an acquire that is queued when `close` starts settles by the time it completes",
            Symptom::Stranded,
        ),
        Actor::Client(_) => ("a waiting acquire is served when capacity is free", Symptom::Stranded),
        Actor::Init(_) => ("`init` settles once its connects have", Symptom::StuckInit),
        Actor::Close(_) => ("`close` completes once everything has come back", Symptom::StuckClose),
    };
    let seen = format!("{waiting} is still pending although nobody holds a connection");
    Err(Broken::symptom(world, symptom, expected, seen))
}

/// Whether the pool is ready; if its `init` has failed or was cancelled, it may be tried again, or the pool is closed.
fn becomes_ready(world: &mut World<'_>) -> Result<bool, Broken> {
    if world.is_initialised() {
        return Ok(true);
    }
    let again = world.new_init();
    world.start(again);
    let closed = world.error_of(again) == Some(ErrorKind::Closed);
    Broken::unless(
        closed || world.is_initialised(),
        "PRE-05",
        "after an `init` that failed or was cancelled, another succeeds or reports Closed",
        || world.describe(again),
    )?;
    Ok(!closed)
}

fn refuses_newcomers(world: &mut World<'_>) -> Kept {
    let late = world.acquire();
    let refused = world.error_of(late) == Some(ErrorKind::Closed);
    Broken::unless(
        refused || !world.is_closed(),
        "LIFE-04",
        "an acquire after `close` fails with Closed at once",
        || world.describe(late),
    )
}

/// As many clients as may hold at once do; one more tries.
fn capacity_is_whole(world: &mut World<'_>) -> Kept {
    for held in 0..world.max() {
        let client = world.acquire();
        world.allow_for_retries(client);
        if world.holds(client).is_none() {
            let expected = format!("all {} connections can be held at once afterwards", world.max());
            let seen = format!("{held} can be held, then {}", world.describe(client));
            return Err(Broken::symptom(world, Symptom::CapacityLost, expected, seen));
        }
    }
    // Served, it is one too many or shares: the invariants say which.
    let extra = world.acquire();
    inspect(world)?;
    world.cancel(extra);
    world.give_back_all();
    inspect(world)
}

fn ends_with_close(world: &mut World<'_>) -> Kept {
    if world.declaration().close_mode == CloseMode::Unsupported {
        return ends_with_the_handle(world);
    }
    let closed_before = world.close_began();
    let close = world.begin_close();
    if world.is_pending(close) {
        let expected = "`close` completes when everything has come back";
        return Err(Broken::symptom(world, Symptom::StuckClose, expected, world.describe(close)));
    }
    inspect(world)?;
    if closed_before {
        return nothing_is_left(world);
    }
    all_ended(world, Symptom::Leaked(Leak::Lost), Leak::Lost.tell().0)
}

fn nothing_is_left(world: &World<'_>) -> Kept {
    let Some((id, leak)) = Leak::of_closed(world) else { return Ok(()) };
    let (expected, then) = leak.tell();
    Err(Broken::symptom(world, Symptom::Leaked(leak), expected, format!("{id} {then}; it is still open")))
}

fn ends_with_the_handle(world: &mut World<'_>) -> Kept {
    const WIND_DOWN: Duration = Duration::from_mins(1);
    world.perform(Step::DropHandle);
    world.settle();
    if world.live() > 0 {
        world.advance(WIND_DOWN);
    }
    all_ended(world, Symptom::LeakedByHandle, "once the last handle is gone, every connection has been ended")
}

fn all_ended(world: &World<'_>, symptom: Symptom, expected: &str) -> Kept {
    let (opened, ended) = world.count(|fold| (fold.opened, fold.ended));
    if opened == ended {
        return Ok(());
    }
    Err(Broken::symptom(world, symptom, expected, format!("{opened} opened, {ended} ended")))
}
