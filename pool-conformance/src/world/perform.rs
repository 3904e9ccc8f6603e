//! Performing steps.

use super::{Activity, Actor, Settled, Slot, Step, Witness, World, guarded, slot::Polled};
use crate::{
    erased::{Handle, Lease},
    ledger::{Call, Event},
    probe::Behaviour,
};

impl World<'_> {
    /// Performs a step; where it makes no sense, nothing happens and the ledger does not know of it.
    pub(crate) fn perform(&mut self, step: Step) {
        if !self.makes_sense(step) {
            return;
        }
        self.news = true;
        self.pulse.beat();
        self.note_step(step);
        match step {
            Step::Create(actor) => self.create(actor, called_operation),
            Step::Start(actor) => {
                self.create(actor, operation);
                self.poll_actor(actor);
            }
            Step::Poll(actor) => self.poll_actor(actor),
            Step::PollAnew(actor) => self.poll_anew(actor),
            Step::Arm(actor, how) => self.arm(actor, how),
            Step::Cancel(actor) => self.drop_future(actor),
            Step::Release(actor) => self.release(actor),
            Step::Drop(actor) => self.part_with(actor, |lease| guarded(|| drop(lease)).err()),
            Step::Unwind(actor) => {
                self.reached.note(Witness::Unwound);
                self.part_with(actor, unwind_holding);
            }
            Step::Break(actor) => self.break_held(actor),
            Step::BreakIdle => self.break_idle(0),
            Step::BreakSecondIdle => self.break_idle(1),
            Step::Finish(call, how) => self.probe.shared.finish(call, 0, how),
            Step::FinishSecond(call, how) => self.probe.shared.finish(call, 1, how),
            Step::Next(call, how) => self.say_how(call, how),
            Step::Always(call, how) => self.state().script.always(call, how),
            Step::Heal => self.state().script.heal(),
            Step::Advance(time) => self.run_for(time.duration()),
            Step::Tasks => self.run_tasks(),
            Step::Settle => self.run_ready(),
            Step::DropHandle => self.drop_handle(),
        }
        self.collect();
        self.note_wakes();
    }

    /// Writes the step into the ledger, and that a guard is given back from here on.
    fn note_step(&mut self, step: Step) {
        self.record(Event::Step(step));
        if let Step::Drop(actor) | Step::Unwind(actor) | Step::Release(actor) = step
            && let Some(id) = self.holds(actor)
        {
            self.record(Event::Unheld(actor, id));
        }
    }

    fn makes_sense(&self, step: Step) -> bool {
        match step {
            Step::Start(actor) | Step::Create(actor) => {
                self.handle.is_some() && !self.is_pending(actor) && self.holds(actor).is_none()
            }
            Step::Poll(actor) | Step::PollAnew(actor) | Step::Cancel(actor) | Step::Arm(actor, _) => {
                self.is_pending(actor)
            }
            Step::Drop(actor) | Step::Unwind(actor) | Step::Break(actor) => self.holds(actor).is_some(),
            Step::Release(actor) => self.handle.is_some() && self.holds(actor).is_some(),
            Step::BreakIdle => self.idle() > 0,
            Step::BreakSecondIdle => self.idle() > 1,
            Step::DropHandle => self.handle.is_some(),
            Step::Finish(call, _) => self.gated(call) > 0,
            Step::FinishSecond(call, _) => self.gated(call) > 1,
            Step::Tasks => self.has_ready_tasks(),
            Step::Next(..) | Step::Always(..) | Step::Heal | Step::Advance(_) | Step::Settle => true,
        }
    }

    #[inline]
    pub(super) fn index(&mut self, actor: Actor) -> usize {
        self.seats.of(actor).unwrap_or_else(|| self.seat(actor))
    }

    /// Gives a new actor a slot.
    fn seat(&mut self, actor: Actor) -> usize {
        let index = self.seats.take(actor);
        match self.slots.get_mut(index) {
            Some(slot) => slot.occupy(actor),
            None => self.slots.push(Slot::new(actor, &self.hub)),
        }
        index
    }

    fn create(&mut self, actor: Actor, operation: fn(&dyn Handle, Actor) -> Activity) {
        if let Actor::Close(_) = actor {
            self.witness_close();
        }
        let index = self.index(actor);
        let Some(handle) = self.handle.as_deref() else { return };
        match guarded(|| operation(handle, actor)) {
            Ok(activity) => self.slots[index].begin(activity, self.close_done, &self.hub),
            Err(text) => self.end_operation(index, Settled::Panicked(text.into())),
        }
    }

    fn poll_actor(&mut self, actor: Actor) {
        let index = self.index(actor);
        self.poll_slot(index);
    }

    fn poll_anew(&mut self, actor: Actor) {
        let index = self.index(actor);
        self.slots[index].new_waker(&self.hub);
        self.poll_slot(index);
    }

    pub(super) fn poll_slot(&mut self, index: usize) {
        if !self.slots[index].is_pending() {
            return;
        }
        self.pulse.beat();
        let actor = self.slots[index].actor;
        self.probe.shared.polls.begin(Some(actor));
        let slot = &mut self.slots[index];
        let polled = self.thread.run(self.clock, || slot.poll());
        self.probe.shared.polls.end();
        self.collect();
        match polled {
            Polled::Pending => self.witness_wait(index),
            Polled::Settled(settled) => self.end_operation(index, settled),
            Polled::Lease(lease) => self.take_lease(index, lease),
        }
        self.note_wakes();
    }

    fn drop_future(&mut self, actor: Actor) {
        self.witness_cancel(actor);
        let index = self.index(actor);
        let dropped = self.slots[index].take_activity();
        let settled = match self.thread.run(self.clock, || guarded(|| drop(dropped))) {
            Ok(()) => Settled::Cancelled,
            Err(text) => Settled::Panicked(text.into()),
        };
        self.note_settled(index, settled);
    }

    fn release(&mut self, actor: Actor) {
        let index = self.index(actor);
        let Some(lease) = self.unhold(index) else { return };
        let Some(handle) = self.handle.as_deref() else { return };
        self.reached.note(Witness::Released);
        match guarded(|| handle.release(lease)) {
            Ok(task) => self.slots[index].begin(Activity::Finishing(task), self.close_done, &self.hub),
            Err(text) => return self.end_operation(index, Settled::Panicked(text.into())),
        }
        self.poll_slot(index);
    }

    fn part_with(&mut self, actor: Actor, how: impl FnOnce(Box<dyn Lease>) -> Option<String> + Send) {
        let index = self.index(actor);
        let Some(lease) = self.unhold(index) else { return };
        let panicked = self.thread.run(self.clock, || how(lease));
        if let Some(text) = panicked {
            self.note_settled(index, Settled::Panicked(text.into()));
        }
    }

    /// Takes the guard from its holder.
    fn unhold(&mut self, index: usize) -> Option<Box<dyn Lease>> {
        match self.slots[index].take_activity() {
            Activity::Holding(lease, _) => Some(lease),
            other => {
                self.slots[index].activity = other;
                None
            }
        }
    }

    /// Says how the next call behaves, and leaves it a handle if it is to call the pool.
    fn say_how(&mut self, call: Call, how: Behaviour) {
        if let Behaviour::Reenter(_) = how {
            let before = std::mem::replace(&mut self.state().handle, self.another_handle());
            drop(before);
            self.lent = true;
        }
        self.state().script.next(call, how);
    }

    fn break_held(&mut self, actor: Actor) {
        if let Some(id) = self.holds(actor) {
            self.probe.shared.record(Event::Broke(id));
        }
    }

    fn break_idle(&mut self, nth: usize) {
        let id = self.fold().idle().nth(nth);
        if let Some(id) = id {
            self.probe.shared.record(Event::Broke(id));
        }
    }

    fn drop_handle(&mut self) {
        if self.live() > 0 {
            self.reached.note(Witness::HandleDropped);
        }
        self.disarm();
        let handle = self.handle.take();
        self.drop_panic = guarded(|| drop(handle)).err();
    }
}

/// The operation of an actor whose future exists before it is polled.
fn called_operation(handle: &dyn Handle, actor: Actor) -> Activity {
    match actor {
        Actor::Client(_) => Activity::Acquiring(handle.called_acquire()),
        Actor::Init(_) | Actor::Close(_) => operation(handle, actor),
    }
}

fn operation(handle: &dyn Handle, actor: Actor) -> Activity {
    match actor {
        Actor::Client(_) => Activity::Acquiring(handle.acquire()),
        Actor::Init(_) => Activity::Finishing(handle.init()),
        Actor::Close(_) => Activity::Finishing(handle.close()),
    }
}

/// Drops a guard in a panic of its holder; `None` if only that panic came back.
fn unwind_holding(lease: Box<dyn Lease>) -> Option<String> {
    const PANIC: &str = "the holder panics, as told";
    let text = guarded(|| {
        let _held = lease;
        std::panic::resume_unwind(Box::new(PANIC));
    });
    text.err().filter(|text| text != PANIC)
}
