//! How a guard is given back: to an operation of the pool, or by its drop.

use super::{
    Sim,
    completion::{end_operation, note_settled},
    perform::{part_from, poll_task},
    task::Activity,
    threads::Thread,
};
use crate::{
    foreign::catch_panic,
    model::{Actor, Settled},
    subject::{BoxFuture, Handle, Lease, PoolResult},
};

/// What takes a guard back.
type GiveBack = fn(&dyn Handle, Box<dyn Lease>) -> BoxFuture<PoolResult<()>>;

/// Gives a guard to an operation of the pool, which is polled once.
pub(super) fn give_to(sim: &mut Sim<'_>, actor: Actor, operation: GiveBack) {
    let index = sim.tasks.place(actor);
    let Some(lease) = unhold(sim, index) else { return };
    give_lease(sim, index, lease, operation);
}

/// Gives the guard that was taken from another pool to this pool's `release`.
pub(super) fn release_foreign(sim: &mut Sim<'_>, actor: Actor) {
    let index = sim.tasks.place(actor);
    let Some(lease) = sim.pool.foreign_guard.take() else { return };
    give_lease(sim, index, lease, |handle, lease| handle.release(lease));
}

fn give_lease(sim: &mut Sim<'_>, index: usize, lease: Box<dyn Lease>, operation: GiveBack) {
    let Some(handle) = sim.pool.handle.as_deref() else { return };
    let after_close = sim.trace.is_closed();
    match sim.thread.run(sim.env.clock, || catch_panic(|| operation(handle, lease))) {
        Ok(future) => {
            sim.tasks.all[index].begin(Activity::Finishing(future), after_close, &sim.tasks.hub);
            sim.tasks.all[index].releases = true;
        }
        Err(text) => return end_operation(sim, index, Settled::Panicked(text.into())),
    }
    poll_task(sim, index);
}

pub(super) fn drop_lease(lease: Box<dyn Lease>) -> Option<String> {
    catch_panic(|| drop(lease)).err()
}

pub(super) fn drop_outside(sim: &mut Sim<'_>, actor: Actor) {
    sim.run.used_threads = true;
    let usual = std::mem::replace(&mut sim.thread, Thread::Bare);
    part_with(sim, actor, drop_lease);
    sim.thread = usual;
}

pub(super) fn part_with(
    sim: &mut Sim<'_>,
    actor: Actor,
    how: impl FnOnce(Box<dyn Lease>) -> Option<String> + Send,
) {
    let index = sim.tasks.place(actor);
    let Some(lease) = unhold(sim, index) else { return };
    let panicked = part_from(sim, index, move || how(lease));
    if let Some(text) = panicked {
        note_settled(sim, index, Settled::Panicked(text.into()));
    }
}

/// Takes the guard from its holder.
pub(super) fn unhold(sim: &mut Sim<'_>, index: usize) -> Option<Box<dyn Lease>> {
    match sim.tasks.all[index].take_activity() {
        Activity::Holding(lease, _) => Some(lease),
        other => {
            sim.tasks.all[index].activity = other;
            None
        }
    }
}

/// Drops a guard in a panic of its holder; `None` if only that panic came back.
pub(super) fn unwind_holding(lease: Box<dyn Lease>) -> Option<String> {
    const PANIC: &str = "the holder panics, as told";
    let text = catch_panic(|| {
        let _held = lease;
        std::panic::resume_unwind(Box::new(PANIC));
    });
    text.err().filter(|text| text != PANIC)
}
