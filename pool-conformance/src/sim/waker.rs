//! Wakers that count: how a wake-up is seen.

use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    task::{Context, Poll, Waker},
};

use super::{Sim, reentry::note_leavers};
use crate::{
    foreign::ThreadAffinity,
    model::{CallOut, Event},
    probe::call_out,
};

/// The wakes of one sim, in the order in which they came.
#[derive(Debug, Default)]
pub(crate) struct Hub {
    wakes: AtomicU64,
    listener: Mutex<Option<Waker>>,
    affinity: ThreadAffinity,
}

impl Hub {
    /// Whether a waker was woken on another thread than the kit's.
    pub(crate) fn had_foreign_threads(&self) -> bool {
        self.affinity.had_foreign_threads()
    }

    /// How many wakes there have been.
    pub(crate) fn wakes(&self) -> u64 {
        self.wakes.load(Ordering::Acquire)
    }

    /// Ready as soon as there have been more wakes than `seen`.
    pub(crate) fn poll_wake(&self, cx: &mut Context<'_>, seen: u64) -> Poll<()> {
        *self.listener.lock().unwrap_or_else(PoisonError::into_inner) = Some(cx.waker().clone());
        if self.wakes() > seen { Poll::Ready(()) } else { Poll::Pending }
    }

    fn count(&self) -> u64 {
        self.affinity.enter();
        let number = self.wakes.fetch_add(1, Ordering::AcqRel) + 1;
        let listener = self.listener.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(listener) = listener {
            listener.wake();
        }
        number
    }
}

/// What a waker does beside counting, once.
pub(crate) type Reaction = Box<dyn FnOnce() + Send>;

/// The waker of one operation: it counts, and runs nothing unless it is told to.
pub(crate) struct Flag {
    hub: Arc<Hub>,
    woken: AtomicBool,
    since: AtomicU64,
    /// Whether there is a reaction: mostly there is none, and no lock is needed to see it.
    armed: AtomicBool,
    reaction: Mutex<Option<Reaction>>,
}

impl Flag {
    pub(crate) fn new(hub: &Arc<Hub>) -> Arc<Self> {
        Arc::new(Self {
            hub: Arc::clone(hub),
            woken: AtomicBool::new(false),
            since: AtomicU64::new(0),
            armed: AtomicBool::new(false),
            reaction: Mutex::default(),
        })
    }

    /// The number of the wake-up that no poll has answered yet.
    pub(crate) fn woken(&self) -> Option<u64> {
        self.woken.load(Ordering::Acquire).then(|| self.since.load(Ordering::Acquire))
    }

    /// The next wake does that as well.
    pub(crate) fn arm(&self, reaction: Reaction) {
        let before = self.reaction().replace(reaction);
        self.armed.store(true, Ordering::Release);
        drop(before);
    }

    /// The reaction that there is, if there is one; from now on there is none.
    #[inline]
    pub(crate) fn disarm(&self) -> Option<Reaction> {
        if !self.armed.load(Ordering::Acquire) {
            return None;
        }
        self.armed.store(false, Ordering::Release);
        self.reaction().take()
    }

    fn reaction(&self) -> MutexGuard<'_, Option<Reaction>> {
        self.reaction.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn clear(&self) {
        self.woken.store(false, Ordering::Release);
    }
}

impl Flag {
    /// What a waker of it does that is woken.
    pub(super) fn wake(&self) {
        call_out(CallOut::Wake);
        let number = self.hub.count();
        if !self.woken.load(Ordering::Acquire) {
            self.since.store(number, Ordering::Release);
            self.woken.store(true, Ordering::Release);
        }
        if let Some(reaction) = self.disarm() {
            reaction();
        }
    }
}

/// Writes wakes that have come since the last look into the trace.
#[inline]
pub(super) fn note_wakes(sim: &mut Sim<'_>) {
    let wakes = sim.tasks.hub.wakes();
    if wakes != sim.tasks.noted_wakes {
        sim.tasks.noted_wakes = wakes;
        write_wakes(sim);
    }
}

fn write_wakes(sim: &mut Sim<'_>) {
    for index in 0..sim.tasks.all.len() {
        let task = &mut sim.tasks.all[index];
        if task.is_pending() && !task.wake_noted && task.flag.woken().is_some() {
            task.wake_noted = true;
            let (actor, by_itself) = (task.actor, task.spin.woke_itself());
            sim.record(Event::Woken { actor, by_itself });
        }
    }
    note_leavers(sim);
}
