//! Performing steps.

use super::{
    Sim,
    completion::{end_operation, note_settled, take_lease},
    drive::{leap, run_for, run_ready, run_tasks},
    extensions::{detach, discard, try_acquire},
    giving_back::{drop_lease, drop_outside, give_to, part_with, release_foreign, unwind_holding},
    patience::allow_a_pause,
    preempt::preempted,
    reentry::{arm, disarm, lend_handle},
    sense::makes_sense,
    task::{Activity, Errand, Polled, poll_once},
    waker::note_wakes,
};
use crate::{
    foreign::catch_panic,
    model::{Actor, Behaviour, Call, Event, Preemption, Settled, Step, VirtualDuration},
    subject::Handle,
};

impl Sim<'_> {
    /// Performs a step; where it makes no sense, nothing happens and the trace does not know of it. A pool that pauses before it goes
    /// on is given the time.
    pub(crate) fn perform(&mut self, step: Step) {
        if carry_out(self, step) {
            allow_a_pause(self);
            self.tasks.changes = self.trace.changes();
        }
    }

    /// How many calls of this kind wait at their gates.
    pub(crate) fn gated(&self, kind: Call) -> usize {
        if self.trace.summary().running == 0 { 0 } else { self.pool.manager().gated(kind) }
    }
}

/// Performs a step and gives the pool no time; whether it makes sense.
pub(super) fn carry_out(sim: &mut Sim<'_>, step: Step) -> bool {
    let meanwhile = sim.run.preemption.take();
    if !makes_sense(sim, step) {
        return false;
    }
    sim.run.news = true;
    sim.env.heartbeat.beat();
    note_step(sim, step);
    sim.run.preemption = meanwhile.filter(|_| Preemption::of(1, step).is_some());
    match step {
        Step::Create(_) | Step::Start(_) | Step::Poll(_) | Step::PollAnew(_) | Step::Cancel(_) => {
            drive_operation(sim, step);
        }
        Step::Arm(actor, how) => arm(sim, actor, how),
        Step::TryAcquire(actor) => try_acquire(sim, actor),
        Step::Release(_)
        | Step::ReleaseForeign(_)
        | Step::Discard(_)
        | Step::Detach(_)
        | Step::Drop(_)
        | Step::DropOutside(_)
        | Step::Unwind(_) => give_back(sim, step),
        Step::Break(_) | Step::BreakIdle | Step::BreakSecondIdle => break_connection(sim, step),
        Step::Finish(call, how) => sim.pool.probe.shared.finish(call, 0, how),
        Step::FinishSecond(call, how) => sim.pool.probe.shared.finish(call, 1, how),
        Step::Next(call, how) => say_how(sim, call, how),
        Step::Always(call, how) => say_how_always(sim, call, how),
        Step::Heal => sim.pool.manager().faults.heal(),
        Step::Advance(time) => run_for(sim, time.duration()),
        Step::Pass(what) => run_for(sim, sim.pool.until_past(what).unwrap_or_default()),
        Step::Leap => leap(sim, VirtualDuration::HOUR.duration()),
        Step::Tasks => run_tasks(sim),
        Step::Settle => run_ready(sim),
        Step::DropHandle => drop_handle(sim),
        Step::Preempt(meanwhile) => sim.run.preemption = Some(meanwhile),
    }
    sim.collect();
    note_wakes(sim);
    true
}

/// What takes a guard from its holder.
fn give_back(sim: &mut Sim<'_>, step: Step) {
    match step {
        Step::Release(actor) => give_to(sim, actor, |handle, lease| handle.release(lease)),
        Step::ReleaseForeign(actor) => release_foreign(sim, actor),
        Step::Discard(actor) => discard(sim, actor),
        Step::Detach(actor) => detach(sim, actor),
        Step::Drop(actor) => part_with(sim, actor, drop_lease),
        Step::DropOutside(actor) => drop_outside(sim, actor),
        Step::Unwind(actor) => part_with(sim, actor, unwind_holding),
        _ => {}
    }
}

/// Writes the step into the trace, and that a guard is given back from here on.
fn note_step(sim: &mut Sim<'_>, step: Step) {
    sim.env.heartbeat.write_down(|log| log.step_begins(step));
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
    let polled = match sim.run.preemption.take() {
        None => sim.thread.run(sim.env.clock, || task.poll()),
        Some(meanwhile) => poll_preempted(sim, index, meanwhile),
    };
    sim.pool.probe.shared.polls.end();
    sim.collect();
    match polled {
        Polled::Pending => note_spin(sim, index),
        Polled::Settled(settled) => end_operation(sim, index, settled),
        Polled::Lease(lease) => take_lease(sim, index, lease),
    }
    note_wakes(sim);
}

/// Polls an operation on a thread of its own, while another actor takes a step.
fn poll_preempted(sim: &mut Sim<'_>, index: usize, meanwhile: Preemption) -> Polled {
    let task = &mut sim.tasks.all[index];
    let (who, waker) = (task.actor, task.waker.clone());
    let errand = if task.is_acquiring() { Errand::Acquiring } else { Errand::Finishing };
    task.begin_poll();
    let mut activity = task.send_away(errand);
    let (activity, polled, _waker) = preempted(sim, who, meanwhile, move || {
        let polled = poll_once(&mut activity, &waker);
        (activity, polled, waker)
    });
    sim.tasks.all[index].activity = activity;
    polled
}

/// Notes whether an operation that is still pending has woken itself.
fn note_spin(sim: &mut Sim<'_>, index: usize) {
    let changes = sim.trace.changes();
    sim.tasks.changes = changes;
    let task = &mut sim.tasks.all[index];
    // What has been noted was the doing of another, who took a step meanwhile.
    task.spin.note(task.flag.woken().is_some() && !task.wake_noted, changes);
}

fn drop_future(sim: &mut Sim<'_>, index: usize) {
    let dropped = sim.tasks.all[index].take_activity();
    let settled = match part_from(sim, index, move || catch_panic(|| drop(dropped))) {
        Ok(()) => Settled::Cancelled,
        Err(text) => Settled::Panicked(text.into()),
    };
    note_settled(sim, index, settled);
}

/// Runs code that drops what an actor had; while another takes a step, if one is to.
pub(super) fn part_from<T: Send + 'static>(
    sim: &mut Sim<'_>,
    index: usize,
    code: impl FnOnce() -> T + Send,
) -> T {
    let Some(meanwhile) = sim.run.preemption.take() else { return sim.thread.run(sim.env.clock, code) };
    let who = sim.tasks.all[index].actor;
    sim.tasks.all[index].send_away(Errand::Parting);
    let came = preempted(sim, who, meanwhile, code);
    sim.tasks.all[index].activity = Activity::Free;
    came
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
