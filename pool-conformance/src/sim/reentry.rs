//! Wakers that call the pool.

use std::{
    sync::{Arc, Mutex},
    task::{Context, Poll, Waker},
};

use super::{Sim, completion::keep_settled, task::Activity};
use crate::{
    model::{Actor, Entrant, Event, Reentry, Settled},
    probe::CallBack,
    subject::{Acquire, Handle, Lease, PoolResult},
};

/// An acquire where its own waker can get at it.
#[derive(Clone)]
pub(crate) struct Leaver(Arc<Mutex<Option<Acquire>>>);

impl Leaver {
    fn new(acquire: Acquire) -> Self {
        Self(Arc::new(Mutex::new(Some(acquire))))
    }

    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<PoolResult<Box<dyn Lease>>> {
        // Locked, it is being polled or dropped at this very moment.
        let Ok(mut acquire) = self.0.try_lock() else { return Poll::Pending };
        acquire.as_mut().map_or(Poll::Pending, |acquire| acquire.as_mut().poll(cx))
    }

    /// Takes the future out, unless it is being polled: then it cannot be dropped.
    fn leave(&self) -> Option<Acquire> {
        self.0.try_lock().ok()?.take()
    }

    fn has_left(&self) -> bool {
        self.0.try_lock().is_ok_and(|acquire| acquire.is_none())
    }
}

/// Calls the pool as told.
fn act(how: Reentry, pool: &dyn Handle) {
    match how {
        Reentry::Status => drop(pool.status()),
        Reentry::Acquire => drop(pool.acquire().as_mut().poll(&mut Context::from_waker(Waker::noop()))),
        Reentry::Leave => {}
    }
}

/// Tells the actor's waker what to do when it is woken.
pub(super) fn arm(sim: &mut Sim<'_>, actor: Actor, how: Reentry) {
    let index = sim.tasks.place(actor);
    let Some(handle) = sim.pool.another_handle() else { return };
    let leaver = if how == Reentry::Leave { make_leavable(sim, index) } else { None };
    let shared = Arc::clone(&sim.pool.probe.shared);
    sim.tasks.all[index].flag.arm(Box::new(move || {
        let left = leaver.and_then(|leaver| leaver.leave());
        let has_left = left.is_some();
        shared.reenter(Entrant::Waker(actor), how, || {
            act(how, &*handle);
            drop(left);
        });
        if has_left {
            shared.record(Event::Settled(actor, Settled::Cancelled));
        }
    }));
}

fn make_leavable(sim: &mut Sim<'_>, index: usize) -> Option<Leaver> {
    let leaver = match sim.tasks.all[index].take_activity() {
        Activity::Acquiring(acquire) => Leaver::new(acquire),
        Activity::Leaving(leaver) => leaver,
        other => {
            sim.tasks.all[index].activity = other;
            return None;
        }
    };
    sim.tasks.all[index].activity = Activity::Leaving(leaver.clone());
    Some(leaver)
}

/// Looks which actors have left since the last look.
pub(super) fn note_leavers(sim: &mut Sim<'_>) {
    let has_left = |activity: &Activity| matches!(activity, Activity::Leaving(leaver) if leaver.has_left());
    for index in 0..sim.tasks.all.len() {
        if has_left(&sim.tasks.all[index].activity) {
            sim.tasks.all[index].take_activity();
            keep_settled(sim, index, Settled::Cancelled);
        }
    }
}

/// Leaves the manager a handle by which its calls may call the pool.
pub(super) fn lend_handle(sim: &mut Sim<'_>) {
    let call_back =
        sim.pool.another_handle().map(|handle| Arc::new(move |how| act(how, &*handle)) as CallBack);
    let before = std::mem::replace(&mut sim.pool.manager().call_back, call_back);
    drop(before);
    sim.pool.lent = true;
}

/// From here on only the kit calls the pool.
pub(super) fn disarm(sim: &mut Sim<'_>) {
    sim.tasks.all.iter().for_each(|task| drop(task.flag.disarm()));
    if std::mem::take(&mut sim.pool.lent) {
        let call_back = sim.pool.manager().call_back.take();
        drop(call_back);
    }
}
