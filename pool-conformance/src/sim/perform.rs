//! Performing steps.

use super::{
    Sim,
    completion::{end_operation, note_settled, take_lease},
    drive::{leap, run_for, run_ready, run_tasks},
    extensions::{detach, discard, try_acquire},
    giving_back::{drop_lease, drop_outside, give_to, part_with, release_foreign, unwind_holding},
    patience::allow_a_pause,
    reentry::{arm, disarm, lend_handle},
    task::{Activity, Polled},
    waker::note_wakes,
};
use crate::{
    foreign::catch_panic,
    model::{Actor, Behaviour, Call, Event, Settled, Step, VirtualDuration},
    subject::Handle,
};

impl Sim<'_> {
    /// Performs a step; where it makes no sense, nothing happens and the trace does not know of it. A pool that pauses before it goes
    /// on is given the time.
    pub(crate) fn perform(&mut self, step: Step) {
        if !makes_sense(self, step) {
            return;
        }
        self.run.news = true;
        self.env.heartbeat.beat();
        note_step(self, step);
        match step {
            Step::Create(_) | Step::Start(_) | Step::Poll(_) | Step::PollAnew(_) | Step::Cancel(_) => {
                drive_operation(self, step);
            }
            Step::Arm(actor, how) => arm(self, actor, how),
            Step::TryAcquire(actor) => try_acquire(self, actor),
            Step::Release(actor) => give_to(self, actor, |handle, lease| handle.release(lease)),
            Step::ReleaseForeign(actor) => release_foreign(self, actor),
            Step::Discard(actor) => discard(self, actor),
            Step::Detach(actor) => detach(self, actor),
            Step::Drop(actor) => part_with(self, actor, drop_lease),
            Step::DropOutside(actor) => drop_outside(self, actor),
            Step::Unwind(actor) => part_with(self, actor, unwind_holding),
            Step::Break(_) | Step::BreakIdle | Step::BreakSecondIdle => break_connection(self, step),
            Step::Finish(call, how) => self.pool.probe.shared.finish(call, 0, how),
            Step::FinishSecond(call, how) => self.pool.probe.shared.finish(call, 1, how),
            Step::Next(call, how) => say_how(self, call, how),
            Step::Always(call, how) => say_how_always(self, call, how),
            Step::Heal => self.pool.manager().faults.heal(),
            Step::Advance(time) => run_for(self, time.duration()),
            Step::Pass(what) => run_for(self, self.pool.until_past(what).unwrap_or_default()),
            Step::Leap => leap(self, VirtualDuration::HOUR.duration()),
            Step::Tasks => run_tasks(self),
            Step::Settle => run_ready(self),
            Step::DropHandle => drop_handle(self),
        }
        self.collect();
        note_wakes(self);
        allow_a_pause(self);
        self.tasks.changes = self.trace.changes();
    }

    /// How many calls of this kind wait at their gates.
    pub(crate) fn gated(&self, kind: Call) -> usize {
        if self.trace.summary().running == 0 { 0 } else { self.pool.manager().gated(kind) }
    }
}

fn makes_sense(sim: &Sim<'_>, step: Step) -> bool {
    let has_handle = sim.pool.has_handle();
    let holds = |actor| sim.tasks.holds(actor).is_some();
    if step.extension().is_some_and(|extension| !sim.declaration().extensions.has(extension)) {
        return false;
    }
    match step {
        Step::Start(actor) | Step::Create(actor) | Step::TryAcquire(actor) => {
            has_handle && !sim.tasks.is_pending(actor) && !holds(actor) && !is_second_resize(sim, actor)
        }
        Step::Poll(actor) | Step::PollAnew(actor) | Step::Cancel(actor) | Step::Arm(actor, _) => {
            sim.tasks.is_pending(actor)
        }
        Step::ReleaseForeign(actor) => {
            has_handle && sim.pool.foreign_guard.is_some() && !sim.tasks.is_pending(actor) && !holds(actor)
        }
        Step::Drop(actor) | Step::DropOutside(actor) | Step::Unwind(actor) | Step::Break(actor) => {
            holds(actor)
        }
        Step::Release(actor) | Step::Discard(actor) | Step::Detach(actor) => has_handle && holds(actor),
        Step::BreakIdle => sim.trace.idle() > 0,
        Step::BreakSecondIdle => sim.trace.idle() > 1,
        Step::DropHandle => has_handle,
        Step::Finish(call, _) => sim.gated(call) > 0,
        Step::FinishSecond(call, _) => sim.gated(call) > 1,
        Step::Tasks => sim.clock().has_ready_tasks(),
        Step::Pass(what) => sim.pool.until_past(what).is_some(),
        Step::Next(..) | Step::Always(..) | Step::Heal | Step::Advance(_) | Step::Leap | Step::Settle => true,
    }
}

/// Of two bounds that are set at the same time either may win.
fn is_second_resize(sim: &Sim<'_>, actor: Actor) -> bool {
    let resizes = |actor: Actor| matches!(actor, Actor::Resize(_));
    resizes(actor) && sim.tasks.actors().any(|other| resizes(other) && sim.tasks.is_pending(other))
}

/// Writes the step into the trace, and that a guard is given back from here on.
fn note_step(sim: &mut Sim<'_>, step: Step) {
    sim.record(Event::Step(step));
    if let Step::Drop(actor)
    | Step::DropOutside(actor)
    | Step::Unwind(actor)
    | Step::Release(actor)
    | Step::Discard(actor)
    | Step::Detach(actor) = step
    {
        if let Some(id) = sim.tasks.holds(actor) {
            sim.record(Event::Unheld(actor, id));
        }
    }
}

/// Creates, polls or drops the future of an actor's operation.
fn drive_operation(sim: &mut Sim<'_>, step: Step) {
    let Some(actor) = step.actor() else { return };
    let index = sim.tasks.place(actor);
    match step {
        Step::Create(_) => create(sim, index, called_operation),
        Step::Start(_) => {
            create(sim, index, operation);
            poll_task(sim, index);
        }
        Step::PollAnew(_) => {
            sim.tasks.all[index].new_waker(&sim.tasks.hub);
            poll_task(sim, index);
        }
        Step::Cancel(_) => drop_future(sim, index),
        _ => poll_task(sim, index),
    }
}

fn create(sim: &mut Sim<'_>, index: usize, operation: fn(&dyn Handle, Actor) -> Activity) {
    let actor = sim.tasks.all[index].actor;
    let Some(handle) = sim.pool.handle.as_deref() else { return };
    let after_close = sim.trace.is_closed();
    sim.tasks.all[index].created = sim.trace.now();
    match sim.thread.run(sim.env.clock, || catch_panic(|| operation(handle, actor))) {
        Ok(activity) => sim.tasks.all[index].begin(activity, after_close, &sim.tasks.hub),
        Err(text) => end_operation(sim, index, Settled::Panicked(text.into())),
    }
}

pub(super) fn poll_task(sim: &mut Sim<'_>, index: usize) {
    if !sim.tasks.all[index].is_pending() {
        return;
    }
    sim.env.heartbeat.beat();
    let task = &mut sim.tasks.all[index];
    if !task.polled {
        task.began = sim.trace.now();
    }
    sim.pool.probe.shared.polls.begin(Some(task.actor));
    let polled = sim.thread.run(sim.env.clock, || task.poll());
    sim.pool.probe.shared.polls.end();
    sim.collect();
    match polled {
        Polled::Pending => note_spin(sim, index),
        Polled::Settled(settled) => end_operation(sim, index, settled),
        Polled::Lease(lease) => take_lease(sim, index, lease),
    }
    note_wakes(sim);
}

/// Notes whether an operation that is still pending has woken itself.
fn note_spin(sim: &mut Sim<'_>, index: usize) {
    let changes = sim.trace.changes();
    sim.tasks.changes = changes;
    let task = &mut sim.tasks.all[index];
    task.spin.note(task.flag.woken().is_some(), changes);
}

fn drop_future(sim: &mut Sim<'_>, index: usize) {
    let dropped = sim.tasks.all[index].take_activity();
    let settled = match sim.thread.run(sim.env.clock, || catch_panic(|| drop(dropped))) {
        Ok(()) => Settled::Cancelled,
        Err(text) => Settled::Panicked(text.into()),
    };
    note_settled(sim, index, settled);
}

/// Says how the next call behaves, and leaves it a handle if it is to call the pool.
fn say_how(sim: &mut Sim<'_>, call: Call, how: Behaviour) {
    if let Behaviour::Reenter(_) = how {
        lend_handle(sim);
    }
    sim.pool.manager().faults.next(call, how);
}

fn say_how_always(sim: &mut Sim<'_>, call: Call, how: Behaviour) {
    if let Behaviour::Reenter(_) = how {
        lend_handle(sim);
    }
    sim.pool.manager().faults.always(call, how);
}

fn break_connection(sim: &Sim<'_>, step: Step) {
    let id = match step {
        Step::Break(actor) => sim.tasks.holds(actor),
        Step::BreakSecondIdle => sim.trace.summary().idle().nth(1),
        _ => sim.trace.summary().idle().next(),
    };
    if let Some(id) = id {
        sim.pool.probe.shared.record(Event::Broke(id));
    }
}

fn drop_handle(sim: &mut Sim<'_>) {
    disarm(sim);
    let handle = sim.pool.handle.take();
    sim.pool.drop_panic = sim.thread.run(sim.env.clock, || catch_panic(|| drop(handle))).err();
}

/// The operation of an actor whose future exists before it is polled.
fn called_operation(handle: &dyn Handle, actor: Actor) -> Activity {
    match actor {
        Actor::Client(_) => Activity::Acquiring(handle.called_acquire()),
        Actor::Init(_) | Actor::Close(_) | Actor::HealthCheck(_) | Actor::Resize(_) => {
            operation(handle, actor)
        }
    }
}

fn operation(handle: &dyn Handle, actor: Actor) -> Activity {
    match actor {
        Actor::Client(_) => Activity::Acquiring(handle.acquire()),
        Actor::Init(_) => Activity::Finishing(handle.init()),
        Actor::Close(_) => Activity::Finishing(handle.close()),
        Actor::HealthCheck(_) => Activity::Finishing(handle.health_check()),
        Actor::Resize(size) => Activity::Finishing(handle.resize(size.into())),
    }
}
