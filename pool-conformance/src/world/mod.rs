//! One pool in the judge's hands: actors that are polled by hand, a scripted manager, and virtual time.

mod actor;
mod clock;
mod elsewhere;
mod expect;
mod parting;
mod perform;
mod run;
mod scene;
mod slot;
mod step;
mod waker;
mod witness;
mod witnessing;

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use pool_protocol::Status;
use tokio::{runtime::EnterGuard, time::Instant};

pub(crate) use self::{
    actor::{Actor, ErrorKind, Refusal, Settled},
    clock::Clock,
    parting::Parting,
    slot::guarded,
    step::Step,
    witness::{Reached, Witness},
};
use self::{
    elsewhere::Thread,
    slot::{Activity, Slot},
    waker::Hub,
};
use crate::{
    Declaration, Probe, Setup, TimeSource,
    erased::{Factory, Handle},
    ledger::{Event, Fold, Life},
    probe::{Shared, State},
    rule::Stop,
};

/// What a watchdog may look at while a world is in foreign code.
#[derive(Debug, Default)]
pub(crate) struct Pulse {
    beats: AtomicU64,
    in_status: AtomicBool,
    shared: Mutex<Option<Arc<Shared>>>,
}

impl Pulse {
    pub(crate) fn beats(&self) -> u64 {
        self.beats.load(Ordering::Relaxed)
    }

    /// Whether the pool is being asked for its status.
    pub(crate) fn in_status(&self) -> bool {
        self.in_status.load(Ordering::Relaxed)
    }

    pub(crate) fn shared(&self) -> Option<Arc<Shared>> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn beat(&self) {
        // Mostly one thread has a pulse; where two do, a beat that is lost is followed by others.
        self.beats.store(self.beats().wrapping_add(1), Ordering::Relaxed);
    }

    fn watch(&self, shared: &Arc<Shared>) {
        *self.shared.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(shared));
    }
}

/// One pool in the judge's hands.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and none excludes another")]
pub(crate) struct World<'a> {
    factory: &'a dyn Factory,
    declaration: Declaration,
    clock: &'a Clock,
    pulse: &'a Pulse,
    probe: Probe,
    hub: Arc<Hub>,
    noted: u64,
    /// Whether a pool was built since everything was cleared.
    used: bool,
    /// Whether a step was performed since somebody last asked for news.
    news: bool,
    slots: Vec<Slot>,
    /// Whose the slots are, in the same order: it is asked for at every turn.
    owners: Vec<Actor>,
    /// Slots of earlier worlds, of which nobody has the wakers any more.
    spare: Vec<Slot>,
    handle: Option<Box<dyn Handle>>,
    setup: Setup,
    began: Instant,
    reached: Reached,
    busy: bool,
    /// Where the pool is called.
    thread: Thread,
    foreign_pool: bool,
    waited: bool,
    close_done: bool,
    left_by_close: usize,
    drop_panic: Option<String>,
    _entered: EnterGuard<'a>,
}

impl<'a> World<'a> {
    pub(crate) fn new(factory: &'a dyn Factory, clock: &'a Clock, pulse: &'a Pulse) -> Self {
        let entered = clock.enter();
        let probe = Probe::new();
        pulse.watch(&probe.shared);
        Self {
            factory,
            declaration: factory.declaration(),
            clock,
            pulse,
            setup: Setup::new(probe.clone(), 0, 1),
            probe,
            hub: Arc::default(),
            noted: 0,
            used: false,
            news: true,
            slots: Vec::new(),
            owners: Vec::new(),
            spare: Vec::new(),
            handle: None,
            began: Instant::now(),
            reached: Reached::default(),
            busy: false,
            thread: Thread::Own,
            foreign_pool: false,
            waited: false,
            close_done: false,
            left_by_close: 0,
            drop_panic: None,
            _entered: entered,
        }
    }

    /// Looks at another world with the same factory, for a comparison.
    fn beside<T>(&self, look: impl FnOnce(&mut World<'a>) -> T) -> T {
        let seen = look(&mut World::new(self.factory, self.clock, self.pulse));
        self.pulse.watch(&self.probe.shared);
        seen
    }

    /// Makes a world anew, around a pool from the factory that has not been initialised.
    pub(crate) fn build(&mut self, min_size: usize, max_size: usize) -> Result<(), Stop> {
        self.build_with(min_size, max_size, |_| {})
    }

    /// The same, with a set-up of which more than the sizes is said.
    pub(crate) fn build_with(
        &mut self,
        min_size: usize,
        max_size: usize,
        adjust: impl FnOnce(&mut Setup),
    ) -> Result<(), Stop> {
        self.clear();
        self.renew_hub();
        self.used = true;
        self.news = true;
        self.busy = false;
        self.waited = false;
        self.close_done = false;
        self.left_by_close = 0;
        self.drop_panic = None;
        self.began = Instant::now();
        self.setup = Setup::new(self.probe.clone(), min_size, max_size);
        adjust(&mut self.setup);
        let Setup { min_size, max_size, validate_on_acquire, .. } = self.setup;
        self.state().record(Event::Asked { min_size, max_size, validate_on_acquire });
        self.handle = Some(self.construct()?);
        Ok(())
    }

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

    /// Forgets the situations that earlier worlds came to.
    pub(crate) fn forget_reached(&mut self) {
        self.clear();
        self.reached = Reached::default();
    }

    /// Tears everything down and begins an empty ledger.
    fn clear(&mut self) {
        if std::mem::take(&mut self.used) {
            self.raze();
            self.renew_probe();
        }
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
        self.owners.contains(&actor)
    }

    fn slot(&self, actor: Actor) -> Option<&Slot> {
        self.owners.iter().position(|owner| *owner == actor).map(|index| &self.slots[index])
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

    /// Whether anything has happened since the last time this was asked.
    pub(crate) fn take_news(&mut self) -> bool {
        std::mem::take(&mut self.news)
    }

    /// How an operation ended at which nobody has looked yet.
    pub(crate) fn take_fresh(&mut self) -> Option<(Actor, Settled)> {
        let slot = self.slots.iter_mut().find(|slot| slot.fresh)?;
        slot.fresh = false;
        Some((slot.actor, slot.last.clone()?))
    }

    /// How many connections were idle, and had not been ended, when a `close` completed.
    pub(crate) fn left_by_close(&self) -> usize {
        self.left_by_close
    }

    /// How many connections nobody holds and nobody is ending, if nobody is between wanting and holding one: no
    /// operation or call under way and no task about to run. What is being ended may have been in use when `close` started.
    fn left_idle(&self) -> usize {
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

    /// Whether somebody was woken on a thread that is neither the judge's nor runs the judge's tasks.
    pub(crate) fn is_woken_by_strangers(&self) -> bool {
        self.hub.is_woken_by_strangers()
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

    pub(crate) fn state(&self) -> impl std::ops::DerefMut<Target = State> + '_ {
        self.probe.shared.lock()
    }

    /// What the ledger says.
    pub(crate) fn count<T>(&self, of: impl FnOnce(&Fold) -> T) -> T {
        of(self.state().ledger.fold())
    }

    /// Connections that are open: opened, and neither ended nor being ended.
    pub(crate) fn live(&self) -> usize {
        self.count(|fold| fold.live)
    }

    pub(crate) fn opened(&self) -> usize {
        self.count(|fold| fold.opened)
    }

    pub(crate) fn idle(&self) -> usize {
        self.count(|fold| fold.idle().count())
    }

    pub(crate) fn is_ended(&self, id: crate::ledger::ConnId) -> bool {
        self.count(|fold| matches!(fold.conn(id).life, Life::Ended(_)))
    }

    /// Virtual time since the world began.
    pub(crate) fn now(&self) -> Duration {
        self.began.elapsed()
    }

    /// What the pool says of itself.
    pub(crate) fn status(&mut self) -> Result<Status, Stop> {
        self.pulse.beat();
        let handle = self.handle.as_ref().ok_or_else(|| Stop::unreached("the handle was dropped"))?;
        self.pulse.in_status.store(true, Ordering::Relaxed);
        let status = guarded(|| handle.status());
        self.pulse.in_status.store(false, Ordering::Relaxed);
        status.map_err(|text| Stop::panicked("status", &text))
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

    pub(crate) fn holds(&self, actor: Actor) -> Option<crate::ledger::ConnId> {
        self.slot(actor).and_then(|slot| match slot.activity {
            Activity::Holding(_, id) => Some(id),
            _ => None,
        })
    }

    pub(crate) fn actors(&self) -> impl Iterator<Item = Actor> + '_ {
        self.owners.iter().copied()
    }

    /// Polls the factory's future until it yields the pool.
    fn construct(&mut self) -> Result<Box<dyn Handle>, Stop> {
        run::construct(self.factory, self.setup.clone(), self.clock, &self.hub, self.pulse)
    }

    /// An empty ledger: the old one where nobody else has it any more, since its memory is just right.
    fn renew_probe(&mut self) {
        if self.outside_references() == 0 {
            self.state().clear();
        } else {
            self.probe = Probe::new();
            self.setup.manager = self.probe.clone();
            self.pulse.watch(&self.probe.shared);
        }
    }

    /// A hub that hears of this world's wakes alone: the old one where nobody can wake it any more.
    fn renew_hub(&mut self) {
        self.spare.retain(Slot::has_waker_for_itself);
        if Arc::strong_count(&self.hub) > 1 + self.spare.len() {
            self.hub = Arc::default();
            self.spare.clear();
        }
        self.noted = self.hub.wakes();
    }

    /// Tears everything down; what the pool panics with on the way is of no more interest.
    fn raze(&mut self) {
        self.reached = self.reached();
        self.owners.clear();
        for mut slot in self.slots.drain(..) {
            let activity = slot.take_activity();
            let _ = guarded(|| drop(activity));
            self.spare.push(slot);
        }
        let handle = self.handle.take();
        let _ = guarded(|| drop(handle));
        self.clock.run_tasks();
    }
}

impl Drop for World<'_> {
    fn drop(&mut self) {
        self.raze();
    }
}
