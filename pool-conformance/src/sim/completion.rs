//! What becomes of an operation that has come to its end.

use super::{
    Sim,
    task::{Activity, ActorTask, Errand},
};
use crate::{
    foreign::catch_panic,
    model::{Actor, Event, Settled},
    subject::Lease,
    trace::{Conn, Life},
};

/// Gives the actor the guard that its acquire has come to.
pub(super) fn take_lease(sim: &mut Sim<'_>, index: usize, mut lease: Box<dyn Lease>) {
    let actor = sim.tasks.all[index].actor;
    let found = catch_panic(|| {
        let connection = lease.connection();
        connection.is_of(&sim.pool.probe.shared).then(|| connection.number())
    });
    drop_operation(sim, index);
    match found {
        Ok(Some(id)) => {
            let settled = Settled::Served(id);
            sim.record(Event::Held(actor, id));
            sim.record(Event::Settled(actor, settled.clone()));
            sim.tasks.all[index].activity = Activity::Holding(lease, id);
            keep_settled(sim, index, settled);
        }
        Ok(None) => {
            sim.pool.is_foreign = true;
            std::mem::forget(lease);
            note_settled(sim, index, Settled::Cancelled);
        }
        Err(text) => {
            std::mem::forget(lease);
            note_settled(sim, index, Settled::Panicked(text.into()));
        }
    }
}

pub(super) fn end_operation(sim: &mut Sim<'_>, index: usize, settled: Settled) {
    drop_operation(sim, index);
    note_settled(sim, index, settled);
}

/// Drops the future of an operation that is over.
fn drop_operation(sim: &mut Sim<'_>, index: usize) {
    let done = sim.tasks.all[index].take_activity();
    let _ = catch_panic(|| drop(done));
}

pub(super) fn note_settled(sim: &mut Sim<'_>, index: usize, settled: Settled) {
    let actor = sim.tasks.all[index].actor;
    sim.record(Event::Settled(actor, settled.clone()));
    if matches!((actor, &settled), (Actor::Close(_), Settled::Done)) {
        sim.run.left_by_close = sim.run.left_by_close.max(left_idle(sim));
        sim.run.unended_by_close = sim.run.unended_by_close.max(unended(sim));
    }
    if let Actor::Resize(size) = actor {
        note_bound(sim, size.into(), &settled);
    }
    keep_settled(sim, index, settled);
}

/// From a resize on that is done the bound is another one; of one that was dropped half-way the pool says whether it is.
fn note_bound(sim: &mut Sim<'_>, size: usize, settled: &Settled) {
    let set = match settled {
        Settled::Done => true,
        Settled::Cancelled => sim.ask_for_status().is_ok() && sim.shown().max_size == size,
        _ => false,
    };
    if set {
        sim.pool.max_size = size;
        sim.record(Event::Resized(size));
    }
}

pub(super) fn keep_settled(sim: &mut Sim<'_>, index: usize, settled: Settled) {
    sim.tasks.all[index].last = Some(settled);
    sim.tasks.all[index].fresh = true;
    sim.tasks.fresh += 1;
}

/// How many connections have been lent and are not ended. What is being ended need not be waited for beyond some limit.
fn unended(sim: &Sim<'_>) -> usize {
    let waited = sim.run.waited;
    let left = |conn: &Conn| match conn.life {
        Life::Open => conn.times_held > 0,
        Life::Ending => !waited,
        Life::Ended(_) | Life::Detached => false,
    };
    sim.trace.summary().conns().filter(|(_, conn)| left(conn)).count()
}

/// How many connections nobody holds and nobody is ending, if no actor is between wanting and holding one: no
/// operation or call under way and no task about to run. What is being ended may have been in use when `close` started.
fn left_idle(sim: &Sim<'_>) -> usize {
    let parting = |task: &ActorTask| matches!(task.activity, Activity::Away(Errand::Parting));
    let other =
        |task: &ActorTask| parting(task) || (task.is_pending() && !matches!(task.actor, Actor::Close(_)));
    let busy = sim.tasks.all.iter().any(other);
    let called = sim.trace.summary().running > 0;
    if busy || called || sim.clock().has_ready_tasks() { 0 } else { sim.trace.idle() }
}
