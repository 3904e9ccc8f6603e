//! The simulation: one pool after the other, each under control from its factory's call to its end.

use super::{
    ActorTasks, Clock, Heartbeat, Overlap, ScriptLog, environment::Environment,
    pool_under_test::PoolUnderTest, reentry::disarm, status::ShownStatus, threads::Thread,
};
use crate::{
    foreign::catch_panic,
    model::{Actor, Declaration, Event, Preemption, Settled, Situations, TimeSource},
    subject::AnySubject,
    trace::Trace,
};

/// A pool under control, with all that its calls, wakers and drops are seen by.
pub(crate) struct Sim<'a> {
    pub(super) env: Environment<'a>,
    pub(super) pool: PoolUnderTest,
    pub(super) trace: Trace,
    pub(super) tasks: ActorTasks,
    pub(super) status: ShownStatus,
    pub(super) run: RunState,
    /// The situations of the runs before this one.
    pub(super) reached: Situations,
    /// On which thread the pool is called.
    pub(super) thread: Thread,
    /// From which schedule on the watchdog is to have a transcript.
    pub(super) transcribed_from: u64,
    /// Whether a pool was built since everything was torn down.
    pub(super) used: bool,
}

/// What became of a run so far, beside its trace.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and none excludes another")]
#[derive(Debug, Default)]
pub(crate) struct RunState {
    /// Whether a step was performed since the invariants were last checked.
    pub(super) news: bool,
    /// Whether the pool kept waking itself without end.
    pub(crate) livelocked: bool,
    /// Whether virtual time passed while an operation was pending.
    pub(crate) waited: bool,
    /// Whether what is pending may pause and no more.
    pub(super) promptly: bool,
    /// How many connections were idle when a `close` completed.
    pub(crate) left_by_close: usize,
    /// How many connections that had been lent were not ended when a `close` completed.
    pub(crate) unended_by_close: usize,
    /// What was wrong with a status that fits no order of the operations.
    pub(crate) out_of_order: Option<String>,
    /// Whether the kit itself has called the pool on another thread.
    pub(crate) used_threads: bool,
    /// What another actor does while the next step stands in a call-out.
    pub(super) preemption: Option<Preemption>,
    /// How far two steps were at work at once.
    pub(crate) overlap: Overlap,
    /// How many tasks were alive when the run began, left by runs before it.
    pub(super) tasks_before: usize,
}

impl<'a> Sim<'a> {
    pub(crate) fn new(subject: &'a dyn AnySubject, clock: &'a Clock, heartbeat: &'a Heartbeat) -> Self {
        let pool = PoolUnderTest::new();
        heartbeat.watch(&pool.probe.shared);
        Self {
            env: Environment::new(subject, clock, heartbeat),
            pool,
            trace: Trace::default(),
            tasks: ActorTasks::default(),
            status: ShownStatus::default(),
            run: RunState { news: true, ..RunState::default() },
            reached: Situations::default(),
            thread: Thread::Own,
            transcribed_from: u64::MAX,
            used: false,
        }
    }

    /// Looks at another pool of the same subject, for a comparison.
    pub(crate) fn beside<T>(&self, look: impl FnOnce(&mut Sim<'a>) -> T) -> T {
        let mut beside = Sim::new(self.env.subject, self.env.clock, self.env.heartbeat);
        beside.transcribe_from(self.transcribed_from);
        let seen = look(&mut beside);
        drop(beside);
        self.env.heartbeat.watch(&self.pool.probe.shared);
        seen
    }

    pub(crate) fn declaration(&self) -> &Declaration {
        &self.env.declaration
    }

    /// The pool that is judged.
    pub(crate) fn pool(&self) -> &PoolUnderTest {
        &self.pool
    }

    /// What has happened in this run.
    pub(crate) fn trace(&self) -> &Trace {
        &self.trace
    }

    /// The tasks of the actors.
    pub(crate) fn tasks(&self) -> &ActorTasks {
        &self.tasks
    }

    /// An operation that has ended and of which the end has not been looked at.
    pub(crate) fn take_fresh(&mut self) -> Option<(Actor, Settled)> {
        self.tasks.take_fresh()
    }

    /// Whether anything has happened since the last time this was asked.
    pub(crate) fn take_news(&mut self) -> bool {
        std::mem::take(&mut self.run.news)
    }

    /// The situations that this run, and those before it, came to.
    pub(crate) fn reached(&self) -> Situations {
        self.reached.with(self.trace.situations())
    }

    /// Forgets the situations that earlier runs came to.
    pub(crate) fn forget_reached(&mut self) {
        self.tear_down();
        self.reached = Situations::default();
    }

    /// What became of the run so far, beside its trace.
    pub(crate) fn state(&self) -> &RunState {
        &self.run
    }

    pub(crate) fn state_mut(&mut self) -> &mut RunState {
        &mut self.run
    }

    /// Whether virtual time passed for a pool that goes by another clock.
    pub(crate) fn counted_on_time(&self) -> bool {
        self.run.waited && self.declaration().time_source == TimeSource::System
    }

    /// Why nothing certain can be said, if an actor was woken, or the manager called, on a thread that is not the kit's.
    pub(crate) fn foreign_threads(&self) -> Option<&'static str> {
        const WHY: &str = "the pool works on threads of its own, which wake its callers when they like, so that the kit \
                           cannot repeat what it sees; let the pool spawn on the runtime of its caller";
        let seen =
            self.tasks.hub.had_foreign_threads() || self.pool.probe.shared.affinity.had_foreign_threads();
        (seen && !self.run.used_threads).then_some(WHY)
    }

    /// Virtual time, and the background tasks of the pool.
    pub(crate) fn clock(&self) -> &'a Clock {
        self.env.clock
    }

    /// Has a transcript kept from that schedule on, by which the watchdog can tell where the pool did not come back; without
    /// one the kit needs no lock to write down what it does.
    pub(crate) fn transcribe_from(&mut self, schedule: u64) {
        self.transcribed_from = schedule;
        if self.is_transcribed() {
            self.pool.manager().inbox.begin_transcript();
        }
    }

    /// Begins the schedule of that number.
    pub(crate) fn begin_schedule(&mut self, number: u64) {
        self.env.heartbeat.begin_schedule(number);
        if number == self.transcribed_from {
            self.pool.manager().inbox.begin_transcript();
        }
    }

    #[inline]
    fn is_transcribed(&self) -> bool {
        self.env.heartbeat.schedule() >= self.transcribed_from
    }

    /// Writes down what happens now.
    #[expect(clippy::inline_always, reason = "the caller knows which event, and need not build it first")]
    #[inline(always)]
    pub(super) fn record(&mut self, event: Event) {
        self.collect();
        self.trace.record(event);
        if self.is_transcribed() {
            if let Some(entry) = self.trace.entries().last() {
                self.pool.manager().inbox.transcribe(entry.clone());
            }
        }
    }

    /// Notes that what comes now is done after every script.
    pub(crate) fn end_script(&mut self) {
        self.run.preemption = None;
        self.env.heartbeat.write_down(ScriptLog::script_ends);
        self.record(Event::ScriptEnds);
    }

    /// Takes over what has happened at the pool's doing: mostly nothing.
    #[inline]
    pub(super) fn collect(&mut self) {
        if self.pool.probe.shared.has_mail() {
            self.pool.probe.shared.lock().inbox.empty_into(&mut self.trace);
        }
    }

    /// Exchanges the entries for others, of a run that is over.
    pub(crate) fn swap_entries(&mut self, others: &mut Vec<crate::model::Entry>) {
        self.trace.swap_entries(others);
    }

    /// Tears everything down and begins an empty trace; the situations that were reached are remembered.
    pub(super) fn clear(&mut self) {
        self.reached = self.reached();
        self.tear_down();
        self.tasks.renew_hub();
        self.used = true;
        self.run = RunState {
            news: true,
            used_threads: self.run.used_threads,
            tasks_before: self.env.clock.tasks(),
            ..RunState::default()
        };
        self.pool.drop_panic = None;
        self.status.counters = None;
    }

    fn tear_down(&mut self) {
        if std::mem::take(&mut self.used) {
            raze(self);
            renew_probe(self);
        }
    }
}

/// An empty trace: the manager is the old one where the pool keeps nothing of it, since its memory is just right.
fn renew_probe(sim: &mut Sim<'_>) {
    sim.trace.clear();
    if sim.pool.outside_references() == 0 {
        sim.pool.manager().clear();
    } else {
        sim.pool.replace_probe();
        sim.env.heartbeat.watch(&sim.pool.probe.shared);
        sim.transcribe_from(sim.transcribed_from);
    }
}

/// Tears everything down; what the pool panics with on the way is of no more interest.
fn raze(sim: &mut Sim<'_>) {
    sim.env.heartbeat.write_down(ScriptLog::pool_ends);
    disarm(sim);
    sim.tasks.index.clear();
    sim.tasks.fresh = 0;
    for task in &mut sim.tasks.all {
        let activity = task.vacate();
        let _ = catch_panic(|| drop(activity));
    }
    let (handle, guard) = (sim.pool.handle.take(), sim.pool.foreign_guard.take());
    let _ = catch_panic(|| drop(handle));
    let _ = catch_panic(|| drop(guard));
    sim.env.clock.run_tasks();
    let detached = std::mem::take(&mut sim.pool.detached);
    let _ = catch_panic(|| drop(detached));
}

impl Drop for Sim<'_> {
    fn drop(&mut self) {
        raze(self);
    }
}
