//! The task of one actor: its operation, and the waker of that operation.

use std::{
    sync::Arc,
    task::{Context, Poll, Waker},
};

use super::{
    raw_waker::waker_of,
    reentry::Leaver,
    waker::{Flag, Hub},
};
use crate::{
    foreign::catch_panic,
    model::{Actor, ConnId, Settled, VirtualDuration},
    subject::{Acquire, BoxFuture, Lease, PoolResult},
};

/// What an actor is about.
pub(crate) enum Activity {
    Free,
    Acquiring(Acquire),
    /// An acquire that its own waker may drop.
    Leaving(Leaver),
    /// A release, an init, a close or a health check.
    Finishing(BoxFuture<PoolResult<()>>),
    Holding(Box<dyn Lease>, ConnId),
    /// What it is about is at work on another thread.
    Away(Errand),
}

/// What is at work on another thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Errand {
    Acquiring,
    Finishing,
    /// The drop of a guard, or of an operation that is given up.
    Parting,
}

/// How one poll came out.
pub(crate) enum Polled {
    Pending,
    Lease(Box<dyn Lease>),
    Settled(Settled),
}

/// How often an operation has woken itself in its own polls since anything else changed.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Spin {
    times: u8,
    /// How much had changed by then.
    changes: u64,
}

impl Spin {
    /// More often than an operation that gets on yields.
    const ENOUGH: u8 = 8;
    /// More often than matters to others.
    const SOME: u8 = 2;

    /// Notes a poll after which the operation is pending.
    pub(crate) fn note(&mut self, woke_itself: bool, changes: u64) {
        let times = self.times_by(changes);
        *self = Self { times: if woke_itself { times.saturating_add(1) } else { 0 }, changes };
    }

    /// How often by now, when so much has changed.
    pub(crate) fn times_by(self, changes: u64) -> u8 {
        if self.changes == changes { self.times } else { 0 }
    }

    /// Whether it did in its last poll.
    pub(crate) fn woke_itself(self) -> bool {
        self.times > 0
    }

    /// Whether the operation is to be polled at once, until it is known whether that is of use.
    pub(crate) fn is_in_doubt(self, changes: u64) -> bool {
        self.times_by(changes) >= Self::SOME
    }

    /// Whether polling the operation once more is of no use until something else changes.
    pub(crate) fn is_vain(self, changes: u64) -> bool {
        self.times_by(changes) >= Self::ENOUGH
    }
}

/// An actor with its operation and the waker of that operation.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and none excludes another")]
pub(crate) struct ActorTask {
    pub(crate) actor: Actor,
    pub(crate) activity: Activity,
    pub(crate) last: Option<Settled>,
    pub(crate) flag: Arc<Flag>,
    pub(crate) waker: Waker,
    /// Whether the result of the last operation has not been read yet.
    pub(crate) fresh: bool,
    /// Whether the operation has ever been polled.
    pub(crate) polled: bool,
    /// When the operation was created, and when it was polled first.
    pub(crate) created: VirtualDuration,
    pub(crate) began: VirtualDuration,
    /// Whether the operation began after a `close` had completed.
    pub(crate) after_close: bool,
    /// Whether the operation gives a guard back.
    pub(crate) releases: bool,
    /// How often it has woken itself in its own polls, one after the other, with nothing else changing.
    pub(crate) spin: Spin,
    /// Whether the wake of the flag stands in the trace.
    pub(crate) wake_noted: bool,
}

impl ActorTask {
    pub(crate) fn new(actor: Actor, hub: &Arc<Hub>) -> Self {
        let flag = Flag::new(hub);
        let waker = waker_of(Arc::clone(&flag));
        Self {
            actor,
            activity: Activity::Free,
            last: None,
            flag,
            waker,
            fresh: false,
            polled: false,
            created: VirtualDuration::ZERO,
            began: VirtualDuration::ZERO,
            after_close: false,
            releases: false,
            spin: Spin::default(),
            wake_noted: false,
        }
    }

    /// Forgets the actor and keeps the waker.
    pub(crate) fn vacate(&mut self) -> Activity {
        self.last = None;
        self.fresh = false;
        self.polled = false;
        self.after_close = false;
        self.releases = false;
        self.spin = Spin::default();
        self.wake_noted = false;
        self.take_activity()
    }

    /// Gives a vacant task to an actor.
    pub(crate) fn occupy(&mut self, actor: Actor) {
        self.flag.clear();
        self.actor = actor;
    }

    /// Takes what the actor is about from it; its waker does nothing special any more.
    #[inline]
    pub(crate) fn take_activity(&mut self) -> Activity {
        drop(self.flag.disarm());
        std::mem::replace(&mut self.activity, Activity::Free)
    }

    pub(crate) fn is_pending(&self) -> bool {
        self.is_acquiring()
            || matches!(self.activity, Activity::Finishing(_) | Activity::Away(Errand::Finishing))
    }

    pub(crate) fn is_acquiring(&self) -> bool {
        matches!(
            self.activity,
            Activity::Acquiring(_) | Activity::Leaving(_) | Activity::Away(Errand::Acquiring)
        )
    }

    pub(crate) fn begin(&mut self, activity: Activity, after_close: bool, hub: &Arc<Hub>) {
        self.last = None;
        self.fresh = false;
        self.polled = false;
        self.releases = false;
        self.spin = Spin::default();
        self.after_close = after_close;
        self.activity = activity;
        if self.has_waker_for_itself() {
            self.flag.clear();
            self.wake_noted = false;
        } else {
            self.new_waker(hub);
        }
    }

    /// Whether the pool holds no clone of the waker, so that it cannot be told from a new one.
    pub(crate) fn has_waker_for_itself(&self) -> bool {
        self.waker_references() == 0
    }

    /// How many clones of the waker are kept outside the kit's hands.
    pub(crate) fn waker_references(&self) -> usize {
        // The flag itself, and the waker that was made of it.
        const OWN: usize = 2;
        Arc::strong_count(&self.flag) - OWN
    }

    pub(crate) fn new_waker(&mut self, hub: &Arc<Hub>) {
        drop(self.flag.disarm());
        self.flag = Flag::new(hub);
        self.waker = waker_of(Arc::clone(&self.flag));
        self.wake_noted = false;
    }

    /// Polls the operation once.
    pub(crate) fn poll(&mut self) -> Polled {
        self.begin_poll();
        poll_once(&mut self.activity, &self.waker)
    }

    /// What has woken it is answered from here on.
    pub(crate) fn begin_poll(&mut self) {
        self.polled = true;
        self.flag.clear();
        self.wake_noted = false;
    }

    /// Takes the operation, or the guard, to another thread.
    pub(crate) fn send_away(&mut self, errand: Errand) -> Activity {
        std::mem::replace(&mut self.activity, Activity::Away(errand))
    }
}

/// Polls an operation once.
pub(crate) fn poll_once(activity: &mut Activity, waker: &Waker) -> Polled {
    let mut cx = Context::from_waker(waker);
    let polled = catch_panic(|| match activity {
        Activity::Acquiring(task) => task.as_mut().poll(&mut cx).map(acquired),
        Activity::Leaving(leaver) => leaver.poll(&mut cx).map(acquired),
        Activity::Finishing(task) => task.as_mut().poll(&mut cx).map(|done| {
            Polled::Settled(match done {
                Ok(()) => Settled::Done,
                Err(error) => Settled::Failed((&error).into()),
            })
        }),
        Activity::Free | Activity::Holding(..) | Activity::Away(_) => Poll::Pending,
    });
    match polled {
        Ok(Poll::Pending) => Polled::Pending,
        Ok(Poll::Ready(polled)) => polled,
        Err(text) => Polled::Settled(Settled::Panicked(text.into())),
    }
}

fn acquired(done: PoolResult<Box<dyn Lease>>) -> Polled {
    match done {
        Ok(lease) => Polled::Lease(lease),
        Err(error) => Polled::Settled(Settled::Failed((&error).into())),
    }
}
