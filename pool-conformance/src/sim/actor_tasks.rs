//! The tasks of all actors of a run, and what can be asked of them.

use std::sync::Arc;

use super::{
    task::{Activity, ActorTask, Errand},
    task_index::TaskIndex,
    waker::Hub,
};
use crate::model::{Actor, ConnId, ErrorKind, Settled, VirtualDuration};

/// One task for each actor; behind those, free tasks of earlier runs whose wakers are known to the kit alone.
#[derive(Default)]
pub(crate) struct ActorTasks {
    pub(super) all: Vec<ActorTask>,
    pub(super) index: TaskIndex,
    /// How many operations may have ended of which the end has not been looked at.
    pub(super) fresh: usize,
    /// How much has changed in the run, for those who wake themselves.
    pub(super) changes: u64,
    pub(super) hub: Arc<Hub>,
    /// How many wakes there had been when the run began, and when they were last written down.
    pub(super) first_wake: u64,
    pub(super) noted_wakes: u64,
}

impl ActorTasks {
    /// The actors that have begun, in the order in which they did.
    pub(crate) fn actors(&self) -> impl Iterator<Item = Actor> + '_ {
        self.index.actors().iter().copied()
    }

    pub(super) fn of(&self, actor: Actor) -> Option<&ActorTask> {
        self.index.of(actor).map(|index| &self.all[index])
    }

    /// The place of the actor's task, which is made where there is none.
    #[inline]
    pub(super) fn place(&mut self, actor: Actor) -> usize {
        self.index.of(actor).unwrap_or_else(|| self.assign(actor))
    }

    fn assign(&mut self, actor: Actor) -> usize {
        let index = self.index.take(actor);
        match self.all.get_mut(index) {
            Some(task) => task.occupy(actor),
            None => self.all.push(ActorTask::new(actor, &self.hub)),
        }
        index
    }

    pub(crate) fn has_begun(&self, actor: Actor) -> bool {
        self.index.of(actor).is_some()
    }

    /// How the actor's last operation ended, if it has.
    pub(crate) fn settled(&self, actor: Actor) -> Option<&Settled> {
        self.of(actor).and_then(|task| task.last.as_ref())
    }

    /// The kind of the error with which the actor's last operation failed.
    pub(crate) fn error_of(&self, actor: Actor) -> Option<ErrorKind> {
        match self.settled(actor) {
            Some(Settled::Failed(refusal)) => Some(refusal.kind),
            _ => None,
        }
    }

    pub(crate) fn is_pending(&self, actor: Actor) -> bool {
        self.of(actor).is_some_and(ActorTask::is_pending)
    }

    /// Whether the actor has been woken and not been polled since.
    pub(crate) fn is_woken(&self, actor: Actor) -> bool {
        self.woken_since(actor).is_some()
    }

    /// The number of the wake that the actor has not been polled for.
    pub(crate) fn woken_since(&self, actor: Actor) -> Option<u64> {
        let task = self.of(actor)?;
        if task.is_pending() { self.woken(task) } else { None }
    }

    /// The number of the wake that a poll of the task may be an answer to.
    pub(super) fn woken(&self, task: &ActorTask) -> Option<u64> {
        task.flag.woken().filter(|_| !task.spin.is_vain(self.changes))
    }

    /// An actor that wakes itself, and of which it is not known yet whether it does so without end.
    pub(crate) fn in_doubt(&self) -> Option<Actor> {
        if !self.had_wakes() {
            return None;
        }
        let doubtful = |task: &&ActorTask| {
            task.is_pending() && task.spin.is_in_doubt(self.changes) && self.woken(task).is_some()
        };
        self.all.iter().find(doubtful).map(|task| task.actor)
    }

    /// Whether the actor's operation keeps waking itself while nothing else changes.
    pub(crate) fn is_spinning(&self, actor: Actor) -> bool {
        self.of(actor).is_some_and(|task| task.is_pending() && task.spin.is_vain(self.changes))
    }

    /// When the actor's last operation was created.
    pub(crate) fn created(&self, actor: Actor) -> Option<VirtualDuration> {
        self.of(actor).map(|task| task.created)
    }

    /// Whose acquires are under way, and since when.
    pub(crate) fn acquiring(&self) -> impl Iterator<Item = (Actor, VirtualDuration)> + '_ {
        let under_way = self.all.iter().filter(|task| task.is_acquiring() && task.polled);
        under_way.map(|task| (task.actor, task.began))
    }

    /// The connection that the actor holds.
    pub(crate) fn holds(&self, actor: Actor) -> Option<ConnId> {
        self.of(actor).and_then(|task| match task.activity {
            Activity::Holding(_, id) => Some(id),
            _ => None,
        })
    }

    /// Whether the client's guard is on its way back through `release`.
    pub(crate) fn is_releasing(&self, actor: Actor) -> bool {
        let finishing = |task: &ActorTask| {
            matches!(task.activity, Activity::Finishing(_) | Activity::Away(Errand::Finishing))
        };
        matches!(actor, Actor::Client(_)) && self.of(actor).is_some_and(finishing)
    }

    /// Whether the actor's operation, over or not, gives a guard back.
    pub(crate) fn gives_back(&self, actor: Actor) -> bool {
        self.of(actor).is_some_and(|task| task.releases)
    }

    /// Whether the waker of the actor's last operation is kept outside the kit's hands.
    pub(crate) fn is_waker_kept(&self, actor: Actor) -> bool {
        self.of(actor).is_some_and(|task| !task.has_waker_for_itself())
    }

    /// Whether an `init` has succeeded.
    pub(crate) fn is_initialised(&self) -> bool {
        self.all.iter().any(|task| matches!(task.actor, Actor::Init(_)) && task.last == Some(Settled::Done))
    }

    /// Whether the actor's operation began when a `close` had already completed.
    pub(crate) fn began_after_close(&self, actor: Actor) -> bool {
        self.of(actor).is_some_and(|task| task.after_close)
    }

    /// The actors whose operations have been created and never polled.
    pub(crate) fn unpolled(&self) -> Vec<Actor> {
        self.all.iter().filter(|task| task.is_pending() && !task.polled).map(|task| task.actor).collect()
    }

    /// An operation that has ended and of which the end has not been looked at.
    pub(crate) fn take_fresh(&mut self) -> Option<(Actor, Settled)> {
        self.fresh = self.fresh.checked_sub(1)?;
        let task = self.all.iter_mut().find(|task| task.fresh)?;
        task.fresh = false;
        Some((task.actor, task.last.clone()?))
    }

    /// Whether any actor has been woken in this run: mostly none has, and none need be looked for.
    #[inline]
    pub(crate) fn had_wakes(&self) -> bool {
        self.hub.wakes() != self.first_wake
    }

    /// The task that was woken first of those that have not been polled since.
    pub(crate) fn next_woken(&self) -> Option<usize> {
        if !self.had_wakes() {
            return None;
        }
        let woken = |(index, task): (usize, &ActorTask)| Some((self.woken(task)?, index));
        let pending = self.all.iter().enumerate().filter(|(_, task)| task.is_pending());
        pending.filter_map(woken).min().map(|(_, index)| index)
    }

    /// A hub that hears of this run's wakes alone: the old one where no waker of it is left outside.
    pub(super) fn renew_hub(&mut self) {
        self.all.retain(ActorTask::has_waker_for_itself);
        if Arc::strong_count(&self.hub) > 1 + self.all.len() {
            self.hub = Arc::default();
            self.all.clear();
        }
        self.first_wake = self.hub.wakes();
        self.noted_wakes = self.first_wake;
    }
}
