//! Wakers that call the pool.

use std::{
    sync::{Arc, Mutex},
    task::{Context, Poll},
};

use super::{Activity, Actor, Settled, Witness, World};
use crate::{
    erased::{Acquire, Lease, Outcome},
    ledger::Event,
    probe::{Entrant, Reentry},
};

/// An acquire where its own waker can get at it.
#[derive(Clone)]
pub(super) struct Leaver(Arc<Mutex<Option<Acquire>>>);

impl Leaver {
    fn new(acquire: Acquire) -> Self {
        Self(Arc::new(Mutex::new(Some(acquire))))
    }

    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Outcome<Box<dyn Lease>>> {
        // Locked, it is being polled or dropped at this very moment.
        let Ok(mut acquire) = self.0.try_lock() else { return Poll::Pending };
        acquire.as_mut().map_or(Poll::Pending, |acquire| acquire.as_mut().poll(cx))
    }

    /// Takes the future out, unless it is being polled: then nobody can drop it.
    fn leave(&self) -> Option<Acquire> {
        self.0.try_lock().ok()?.take()
    }

    fn has_left(&self) -> bool {
        self.0.try_lock().is_ok_and(|acquire| acquire.is_none())
    }
}

impl World<'_> {
    /// Tells the actor's waker what to do when it is woken.
    pub(super) fn arm(&mut self, actor: Actor, how: Reentry) {
        let index = self.index(actor);
        let Some(handle) = self.another_handle() else { return };
        let leaver = if how == Reentry::Leave { self.make_leavable(index) } else { None };
        let shared = Arc::clone(&self.probe.shared);
        self.slots[index].flag.arm(Box::new(move || {
            let left = leaver.and_then(|leaver| leaver.leave());
            let has_left = left.is_some();
            shared.reenter(Entrant::Waker(actor), how, || {
                how.act(&*handle);
                drop(left);
            });
            if has_left {
                shared.record(Event::Settled(actor, Settled::Cancelled));
            }
        }));
    }

    fn make_leavable(&mut self, index: usize) -> Option<Leaver> {
        let leaver = match self.slots[index].take_activity() {
            Activity::Acquiring(acquire) => Leaver::new(acquire),
            Activity::Leaving(leaver) => leaver,
            other => {
                self.slots[index].activity = other;
                return None;
            }
        };
        self.slots[index].activity = Activity::Leaving(leaver.clone());
        Some(leaver)
    }

    /// Looks who has left since the last look.
    pub(super) fn note_leavers(&mut self) {
        let has_left =
            |activity: &Activity| matches!(activity, Activity::Leaving(leaver) if leaver.has_left());
        for index in 0..self.slots.len() {
            if has_left(&self.slots[index].activity) {
                self.slots[index].take_activity();
                self.reached.note(Witness::ChosenCancelled);
                self.keep_settled(index, Settled::Cancelled);
            }
        }
    }

    /// From here on nobody calls the pool but the judge.
    pub(super) fn disarm(&mut self) {
        self.slots.iter().for_each(|slot| drop(slot.flag.disarm()));
        if std::mem::take(&mut self.lent) {
            let handle = self.state().handle.take();
            drop(handle);
        }
    }
}
