//! One pool in the judge's hands: actors that are polled by hand, a scripted manager, and virtual time.

mod actor;
mod book;
mod clock;
mod elsewhere;
mod expect;
mod facts;
mod parting;
mod perform;
mod pulse;
mod reentry;
mod run;
mod scene;
mod seats;
mod settle;
mod slot;
mod span;
mod step;
mod still;
mod strand;
mod waker;
mod wakes;
mod witness;
mod witnessing;

use std::sync::Arc;

use pool_protocol::Status;
use tokio::runtime::EnterGuard;

pub(crate) use self::{
    actor::{Actor, ErrorKind, Refusal, Settled},
    clock::{Clock, Tasks},
    elsewhere::{Post, let_others_run},
    parting::Parting,
    pulse::Pulse,
    slot::guarded,
    span::Span,
    step::Step,
    still::Rest,
    witness::{Reached, Witness},
};
use self::{
    elsewhere::Thread,
    seats::Seats,
    slot::{Activity, Slot},
    waker::Hub,
};
use crate::{
    Declaration, Probe, Setup,
    erased::{Factory, Handle},
    ledger::{Event, Ledger},
    probe::Locked,
    rule::Stop,
};

/// One pool in the judge's hands.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and none excludes another")]
pub(crate) struct World<'a> {
    factory: &'a dyn Factory,
    declaration: Declaration,
    clock: &'a Clock,
    pulse: &'a Pulse,
    probe: Probe,
    ledger: Ledger,
    /// From which schedule on the watchdog is to have a transcript.
    transcribed_from: u64,
    hub: Arc<Hub>,
    /// How many wakes there had been when the world was built, and when somebody last looked.
    first: u64,
    noted: u64,
    /// Whether a pool was built since everything was cleared.
    used: bool,
    /// Whether a step was performed since somebody last asked for news.
    news: bool,
    /// One for each actor; behind those, free ones of earlier worlds, of which nobody has the wakers any more.
    slots: Vec<Slot>,
    /// Whose the slots are.
    seats: Seats,
    /// How many slots there may be at whose end nobody has looked.
    fresh: usize,
    /// Whether a handle was left for a call of the manager.
    lent: bool,
    handle: Option<Box<dyn Handle>>,
    setup: Setup,
    reached: Reached,
    busy: bool,
    /// Where the pool is called.
    thread: Thread,
    /// Whether the judge has done anything on other threads itself.
    went_elsewhere: bool,
    foreign_pool: bool,
    waited: bool,
    /// What the pool said of itself when it was last asked.
    shown: Status,
    overlooks_status: bool,
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
            setup: Setup::new(probe.clone()),
            probe,
            ledger: Ledger::default(),
            transcribed_from: u64::MAX,
            hub: Arc::default(),
            first: 0,
            noted: 0,
            used: false,
            news: true,
            slots: Vec::new(),
            seats: Seats::default(),
            fresh: 0,
            lent: false,
            handle: None,
            reached: Reached::default(),
            busy: false,
            thread: Thread::Own,
            went_elsewhere: false,
            foreign_pool: false,
            waited: false,
            shown: Status::default(),
            overlooks_status: false,
            close_done: false,
            left_by_close: 0,
            drop_panic: None,
            _entered: entered,
        }
    }

    /// Looks at another world with the same factory, for a comparison.
    fn beside<T>(&self, look: impl FnOnce(&mut World<'a>) -> T) -> T {
        let mut beside = World::new(self.factory, self.clock, self.pulse);
        beside.transcribe_from(self.transcribed_from);
        let seen = look(&mut beside);
        drop(beside);
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
        self.setup.reset(min_size, max_size);
        adjust(&mut self.setup);
        let Setup { min_size, max_size, validate_on_acquire, .. } = self.setup;
        self.record(Event::Asked { min_size, max_size, validate_on_acquire });
        self.handle = Some(self.construct()?);
        Ok(())
    }

    /// Forgets the situations that earlier worlds came to.
    pub(crate) fn forget_reached(&mut self) {
        self.tear_down();
        self.reached = Reached::default();
    }

    /// Tears everything down and begins an empty ledger; what it came to is remembered.
    fn clear(&mut self) {
        self.reached = self.reached();
        self.tear_down();
    }

    fn tear_down(&mut self) {
        if std::mem::take(&mut self.used) {
            self.raze();
            self.renew_probe();
        }
    }

    /// Whether anything has happened since the last time this was asked.
    pub(crate) fn take_news(&mut self) -> bool {
        std::mem::take(&mut self.news)
    }

    /// How an operation ended at which nobody has looked yet.
    pub(crate) fn take_fresh(&mut self) -> Option<(Actor, Settled)> {
        self.fresh = self.fresh.checked_sub(1)?;
        let slot = self.slots.iter_mut().find(|slot| slot.fresh)?;
        slot.fresh = false;
        Some((slot.actor, slot.last.clone()?))
    }

    pub(crate) fn state(&self) -> Locked<'_> {
        self.probe.shared.lock()
    }

    fn slot(&self, actor: Actor) -> Option<&Slot> {
        self.seats.of(actor).map(|index| &self.slots[index])
    }

    /// Polls the factory's future until it yields the pool.
    fn construct(&mut self) -> Result<Box<dyn Handle>, Stop> {
        let setup = self.setup.clone();
        let built = run::construct(self.factory, setup, self.clock, &self.hub, self.pulse);
        self.collect();
        built
    }

    /// An empty ledger: the old one where nobody else has it any more, since its memory is just right.
    fn renew_probe(&mut self) {
        self.ledger.clear();
        if self.outside_references() == 0 {
            self.state().clear();
        } else {
            self.probe = Probe::new();
            self.setup.manager = self.probe.clone();
            self.pulse.watch(&self.probe.shared);
            self.transcribe_from(self.transcribed_from);
        }
    }

    /// A hub that hears of this world's wakes alone: the old one where nobody can wake it any more.
    fn renew_hub(&mut self) {
        self.slots.retain(Slot::has_waker_for_itself);
        if Arc::strong_count(&self.hub) > 1 + self.slots.len() {
            self.hub = Arc::default();
            self.slots.clear();
        }
        self.first = self.hub.wakes();
        self.noted = self.first;
    }

    /// Tears everything down; what the pool panics with on the way is of no more interest.
    fn raze(&mut self) {
        self.disarm();
        self.seats.clear();
        self.fresh = 0;
        for slot in &mut self.slots {
            let activity = slot.vacate();
            let _ = guarded(|| drop(activity));
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
