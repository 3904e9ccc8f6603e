//! Time that passes before anything is called pending: a pool may pause before it connects.

use std::time::Duration;

use super::{Sim, drive::pass, task::ActorTask};
use crate::{
    model::{Actor, Call, CallEnd, ConnectErrors, Situation, TimeSource},
    subject::Setup,
};

/// How long a pool may pause although it is to go on promptly.
const PAUSE: Duration = Duration::from_secs(1);
/// How much time passes at first before it is looked whether that was enough, and how much more each time after.
const PORTION: Duration = Duration::from_millis(10);
const GROWTH: u32 = 10;
/// More looks than that takes, unless what is not of this run is woken again and again.
const LOOKS: u32 = 32;
/// How long before its limit an operation is called pending.
const MARGIN: Duration = Duration::from_millis(2);

/// What is pending from here on has time for a pause and no more.
pub(crate) fn expect_promptness(sim: &mut Sim<'_>) {
    sim.run.promptly = true;
}

/// Where operations wait although there is room for them, lets time pass until the first thing moves. That is part of the step
/// before, and nothing is polled meanwhile.
pub(super) fn allow_a_pause(sim: &mut Sim<'_>) {
    let mut portion = PORTION;
    let Some(end) = end_of_patience(sim) else { return };
    for _ in 0..LOOKS {
        let left = end.saturating_sub(sim.trace.elapsed());
        if left.is_zero() || !waits_with_room(sim) {
            return;
        }
        pass(sim, portion.min(left));
        portion *= GROWTH;
    }
}

/// Until when time may pass, if it may: as long as no limit of an operation passes.
fn end_of_patience(sim: &Sim<'_>) -> Option<Duration> {
    if !waits_with_room(sim) || sim.declaration().time_source != TimeSource::Tokio || may_try_again(sim) {
        return None;
    }
    let promptly = sim.run.promptly || sim.trace.close_began() || !is_to_be_ready(sim);
    let end = sim.trace.elapsed() + if promptly { PAUSE } else { Setup::ACQUIRE_TIMEOUT };
    Some(first_limit(sim).map_or(end, |limit| limit.saturating_sub(MARGIN).min(end)))
}

/// When the first of the acquires that are under way comes to its limit.
fn first_limit(sim: &Sim<'_>) -> Option<Duration> {
    let limit = sim.pool.setup.acquire_timeout?;
    sim.tasks.acquiring().map(|(_, began)| began.duration().saturating_add(limit)).min()
}

/// Whether an `init` has succeeded or is under way.
fn is_to_be_ready(sim: &Sim<'_>) -> bool {
    let under_way = |task: &ActorTask| matches!(task.actor, Actor::Init(_)) && task.is_pending();
    sim.tasks.is_initialised() || sim.tasks.all.iter().any(under_way)
}

/// Whether operations wait, nothing can move but by time, and no connection in use holds them up.
fn waits_with_room(sim: &Sim<'_>) -> bool {
    let (held, running) = sim.trace.count(|summary| (summary.held, summary.running));
    let (mut waits, mut moves) = (false, running > 0);
    for task in sim.tasks.all.iter().filter(|task| task.is_pending() && task.polled) {
        waits |= !matches!(task.actor, Actor::Close(_)) && !sim.tasks.is_releasing(task.actor);
        moves |= task.flag.woken().is_some();
    }
    let free = held < sim.pool.max_size() && sim.pool.has_handle() && !sim.run.livelocked;
    waits && !moves && free && !sim.clock().has_ready_tasks()
}

/// Whether a connect came to nothing, and the pool declares that it tries again by and by.
pub(crate) fn may_try_again(sim: &Sim<'_>) -> bool {
    let ended = |how| sim.trace().summary().ends(Call::Connect, how) > 0;
    // What was abandoned while no acquire was dropped, the pool itself has given up.
    let given_up = || ended(CallEnd::Abandoned) && !sim.reached().has(Situation::ConnectCancelled);
    sim.declaration().connect_errors == ConnectErrors::UntilDeadline
        && (ended(CallEnd::Failed) || ended(CallEnd::Panicked) || given_up())
}
