//! What a pool does beyond the trait of pools.

use super::{
    Sim,
    completion::{note_settled, take_lease},
    giving_back::{give_to, unhold},
    task::Activity,
};
use crate::{
    foreign::catch_panic,
    model::{Actor, Event, Settled},
};

/// Lets a client take what is there at once, or nothing.
pub(super) fn try_acquire(sim: &mut Sim<'_>, actor: Actor) {
    let index = sim.tasks.place(actor);
    let Some(handle) = sim.pool.handle.as_deref() else { return };
    sim.tasks.all[index].begin(Activity::Free, sim.trace.is_closed(), &sim.tasks.hub);
    sim.pool.probe.shared.polls.begin(Some(actor));
    let tried = sim.thread.run(sim.env.clock, || catch_panic(|| handle.try_acquire()));
    sim.pool.probe.shared.polls.end();
    sim.collect();
    match tried {
        Ok(Some(lease)) => take_lease(sim, index, lease),
        Ok(None) => note_settled(sim, index, Settled::Nothing),
        Err(text) => note_settled(sim, index, Settled::Panicked(text.into())),
    }
}

/// Gives a guard back to have its connection ended.
pub(super) fn discard(sim: &mut Sim<'_>, actor: Actor) {
    give_to(sim, actor, |handle, lease| handle.discard(lease));
}

/// Takes a connection out of the pool, to be kept until the pool is gone.
pub(super) fn detach(sim: &mut Sim<'_>, actor: Actor) {
    let index = sim.tasks.place(actor);
    let Some(lease) = unhold(sim, index) else { return };
    let Some(handle) = sim.pool.handle.as_deref() else { return };
    let detached = sim.thread.run(sim.env.clock, || catch_panic(|| handle.detach(lease)));
    sim.collect();
    let settled = match detached {
        Ok(Some(connection)) => {
            sim.record(Event::Detached(connection.number()));
            sim.pool.detached.push(connection);
            Settled::Done
        }
        Ok(None) => Settled::Nothing,
        Err(text) => Settled::Panicked(text.into()),
    };
    note_settled(sim, index, settled);
}
