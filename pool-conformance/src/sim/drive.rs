//! Letting things run: what is ready, and time.

use std::time::Duration;

use tokio::time::Instant;

use super::{Sim, perform::poll_task, task::ActorTask, waker::note_wakes};
use crate::model::Event;

/// How many polls may follow each other with no time passing before the pool is held to be busy without end.
pub(super) const POLLS_AT_ONE_MOMENT: usize = 10_000;

/// Runs all that is ready until nothing is; no time passes.
pub(super) fn run_ready(sim: &mut Sim<'_>) {
    for _ in 0..POLLS_AT_ONE_MOMENT {
        run_tasks(sim);
        sim.tasks.changes = sim.trace.changes();
        let Some(index) = sim.tasks.next_woken() else { return };
        let actor = sim.tasks.all[index].actor;
        sim.record(Event::Polled(actor));
        poll_task(sim, index);
    }
    sim.run.livelocked = true;
}

/// Lets time pass, and all that it makes ready run in its order.
pub(super) fn run_for(sim: &mut Sim<'_>, time: Duration) {
    let zero = Instant::now() - sim.trace.elapsed();
    let end = Instant::now() + time;
    sim.run.waited |= sim.tasks.all.iter().any(ActorTask::is_pending);
    run_ready(sim);
    while Instant::now() < end && !sim.run.livelocked {
        pass_until(sim, zero, end);
        run_ready(sim);
    }
}

/// Lets time pass until an operation is woken, for so long at most; nothing is polled.
pub(super) fn pass(sim: &mut Sim<'_>, time: Duration) {
    let now = Instant::now();
    pass_until(sim, now - sim.trace.elapsed(), now + time);
}

fn pass_until(sim: &mut Sim<'_>, zero: Instant, end: Instant) {
    let seen = sim.tasks.hub.wakes();
    sim.env.heartbeat.beat();
    sim.pool.manager().inbox.start_the_clock(zero);
    sim.pool.probe.shared.polls.begin(None);
    sim.env.clock.run_until(end, &sim.tasks.hub, seen);
    let now = sim.pool.manager().inbox.stop_the_clock();
    sim.collect();
    sim.trace.set_now(now);
    note_wakes(sim);
}

/// Lets the clock leap: no timer rings on the way, and those that are due by then ring at once.
pub(super) fn leap(sim: &mut Sim<'_>, time: Duration) {
    let zero = Instant::now() - sim.trace.elapsed();
    sim.run.waited |= sim.tasks.all.iter().any(ActorTask::is_pending);
    run_ready(sim);
    sim.env.heartbeat.beat();
    sim.pool.probe.shared.polls.begin(None);
    sim.trace.set_now((Instant::now() + time - zero).into());
    sim.pool.manager().inbox.set_time(sim.trace.now());
    sim.env.clock.leap(time);
    sim.collect();
    note_wakes(sim);
    run_ready(sim);
}

pub(super) fn run_tasks(sim: &mut Sim<'_>) {
    if sim.env.clock.has_ready_tasks() {
        sim.env.heartbeat.beat();
        sim.pool.probe.shared.polls.begin(None);
        sim.env.clock.run_tasks();
        sim.collect();
    }
    note_wakes(sim);
}
