//! What can be asked of a world.

use std::{sync::Arc, time::Duration};

use pool_protocol::Status;

use super::{Activity, Actor, Reached, Settled, Slot, World, guarded};
use crate::{
    Declaration, Setup, TimeSource,
    erased::Handle,
    ledger::{Call, ConnId, Life},
    rule::Stop,
};

impl World<'_> {
    pub(crate) fn declaration(&self) -> &Declaration {
        &self.declaration
    }

    pub(crate) fn setup(&self) -> &Setup {
        &self.setup
    }

    pub(crate) fn max(&self) -> usize {
        self.setup.max_size
    }

    /// The situations that this world, and those before it, came to.
    pub(crate) fn reached(&self) -> Reached {
        let mut reached = self.reached;
        self.count(|fold| fold.witnesses().for_each(|witness| reached.note(witness)));
        reached
    }

    pub(crate) fn has_handle(&self) -> bool {
        self.handle.is_some()
    }

    /// Whether anybody has begun to close the pool.
    pub(crate) fn close_began(&self) -> bool {
        self.actors().any(|actor| matches!(actor, Actor::Close(_)))
    }

    /// Whether an `init` has succeeded.
    pub(crate) fn is_initialised(&self) -> bool {
        self.slots.iter().any(|slot| matches!(slot.actor, Actor::Init(_)) && slot.last == Some(Settled::Done))
    }

    pub(crate) fn has_begun(&self, actor: Actor) -> bool {
        self.seats.of(actor).is_some()
    }

    /// Whether the client's guard is on its way back through `release`.
    pub(crate) fn is_releasing(&self, actor: Actor) -> bool {
        let finishing = |slot: &Slot| matches!(slot.activity, Activity::Finishing(_));
        matches!(actor, Actor::Client(_)) && self.slot(actor).is_some_and(finishing)
    }

    /// Whether a `close` has completed.
    pub(crate) fn is_closed(&self) -> bool {
        self.close_done
    }

    /// Whether the actor's operation began when a `close` had already completed.
    pub(crate) fn began_after_close(&self, actor: Actor) -> bool {
        self.slot(actor).is_some_and(|slot| slot.after_close)
    }

    /// How many connections were idle, and had not been ended, when a `close` completed.
    pub(crate) fn left_by_close(&self) -> usize {
        self.left_by_close
    }

    /// How many connections nobody holds and nobody is ending, if nobody is between wanting and holding one: no
    /// operation or call under way and no task about to run. What is being ended may have been in use when `close` started.
    pub(super) fn left_idle(&self) -> usize {
        let busy = self.slots.iter().any(|slot| slot.is_pending() && !matches!(slot.actor, Actor::Close(_)));
        let called = self.count(|fold| fold.running) > 0;
        if busy || called || self.has_ready_tasks() { 0 } else { self.idle() }
    }

    /// Whether the pool kept waking itself without end.
    pub(crate) fn is_busy(&self) -> bool {
        self.busy
    }

    /// Whether the judge waited, in virtual time, for a pool that goes by another clock.
    pub(crate) fn counted_on_time(&self) -> bool {
        self.waited && self.declaration.time_source == TimeSource::System
    }

    /// Why nothing certain can be said, if somebody was woken, or the manager called, on a thread that the judge knows nothing
    /// of.
    pub(crate) fn strangers(&self) -> Option<&'static str> {
        const WHY: &str = "the pool works on threads of its own, which wake its callers when they like, so that the kit \
                           cannot repeat what it sees; let the pool spawn on the runtime of its caller";
        let seen = self.hub.had_strangers() || self.probe.shared.home.had_strangers();
        (seen && !self.went_elsewhere).then_some(WHY)
    }

    /// Whether the judge waited, in virtual time, for somebody.
    pub(crate) fn has_waited(&self) -> bool {
        self.waited
    }

    /// Whether a guard led to a connection of another world: the factory gave out a pool that it had built before.
    pub(crate) fn is_foreign(&self) -> bool {
        self.foreign_pool
    }

    /// How many clones of the manager, or connections of it, are kept outside the judge's hands.
    pub(crate) fn outside_references(&self) -> usize {
        // The probe itself, the one in the set-up, and the watchdog's.
        const OWN: usize = 3;
        Arc::strong_count(&self.probe.shared) - OWN
    }

    /// What the last handle panicked with when it was dropped.
    pub(crate) fn drop_panic(&self) -> Option<&str> {
        self.drop_panic.as_deref()
    }

    /// Whether a background task of the pool could run now.
    pub(crate) fn has_ready_tasks(&self) -> bool {
        self.clock.has_ready_tasks()
    }

    pub(crate) fn tasks(&self) -> usize {
        self.clock.tasks()
    }

    /// How many calls of this kind wait at their gates.
    pub(crate) fn gated(&self, kind: Call) -> usize {
        if self.fold().running == 0 { 0 } else { self.state().gated(kind) }
    }

    /// Connections that are open: opened, and neither ended nor being ended.
    pub(crate) fn live(&self) -> usize {
        self.count(|fold| fold.live)
    }

    /// Whether as many connections are open, or being opened, as may be.
    pub(crate) fn is_full(&self) -> bool {
        self.fold().live + self.fold().connecting >= self.max()
    }

    pub(crate) fn opened(&self) -> usize {
        self.count(|fold| fold.opened)
    }

    pub(crate) fn idle(&self) -> usize {
        self.count(|fold| fold.idle().count())
    }

    pub(crate) fn is_ended(&self, id: ConnId) -> bool {
        self.count(|fold| matches!(fold.conn(id).life, Life::Ended(_)))
    }

    /// Virtual time since the world began.
    pub(crate) fn now(&self) -> Duration {
        self.ledger.now().duration()
    }

    /// What the pool says of itself.
    pub(crate) fn status(&mut self) -> Result<Status, Stop> {
        self.ask_for_status().map(|()| self.shown)
    }

    /// Asks the pool what it says of itself.
    pub(crate) fn ask_for_status(&mut self) -> Result<(), Stop> {
        self.pulse.beat();
        let handle = self.handle.as_ref().ok_or_else(|| Stop::unreached("the handle was dropped"))?;
        self.pulse.ask_for_status(true);
        let shown = &mut self.shown;
        let asked = guarded(|| *shown = handle.status());
        self.pulse.ask_for_status(false);
        self.collect();
        asked.map_err(|text| Stop::panicked("status", &text))
    }

    /// What the pool said when it was last asked. Read where it lies: it is looked at after every step.
    pub(crate) fn shown(&self) -> &Status {
        &self.shown
    }

    /// Whether nobody minds any more what the pool says of itself.
    pub(crate) fn overlooks_status(&self) -> bool {
        self.overlooks_status
    }

    pub(crate) fn overlook_status(&mut self, overlooked: bool) {
        self.overlooks_status = overlooked;
    }

    /// A second handle of the same pool.
    pub(crate) fn another_handle(&self) -> Option<Box<dyn Handle>> {
        self.handle.as_ref().map(|handle| handle.another())
    }

    pub(crate) fn settled(&self, actor: Actor) -> Option<&Settled> {
        self.slot(actor).and_then(|slot| slot.last.as_ref())
    }

    pub(crate) fn is_pending(&self, actor: Actor) -> bool {
        self.slot(actor).is_some_and(Slot::is_pending)
    }

    /// Whether the actor has been woken and not been polled since.
    pub(crate) fn is_woken(&self, actor: Actor) -> bool {
        self.woken_since(actor).is_some()
    }

    /// The actors whose operations have been created and never polled.
    pub(crate) fn unpolled(&self) -> Vec<Actor> {
        self.slots.iter().filter(|slot| slot.is_pending() && !slot.polled).map(|slot| slot.actor).collect()
    }

    /// The number of the wake that the actor has not been polled for.
    pub(crate) fn woken_since(&self, actor: Actor) -> Option<u64> {
        let slot = self.slot(actor)?;
        if slot.is_pending() { slot.flag.woken() } else { None }
    }

    pub(crate) fn holds(&self, actor: Actor) -> Option<ConnId> {
        self.slot(actor).and_then(|slot| match slot.activity {
            Activity::Holding(_, id) => Some(id),
            _ => None,
        })
    }

    pub(crate) fn actors(&self) -> impl Iterator<Item = Actor> + '_ {
        self.seats.actors().iter().copied()
    }
}
