//! What a run looks like from outside, as a hash: everything that the kit sees of the pool, its callers and its tasks, and all
//! of the past that an invariant or an attribution still reads.
//!
//! Two runs that look the same need not be the same: a pool can hide state. What may be made of it, `explore/graph` says.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    mem::discriminant,
};

use super::{
    ActorTasks, Sim,
    pool_under_test::PoolUnderTest,
    simulation::RunState,
    status::ShownStatus,
    task::{Activity, ActorTask},
};
use crate::{
    foreign::catch_panic,
    model::{Actor, Settled},
    trace::Names,
};

impl Sim<'_> {
    /// Who and what is still of interest, in the order in which a look names it.
    pub(crate) fn names(&self) -> Names {
        let busy = self.tasks.used().filter(|task| !matches!(task.activity, Activity::Free));
        let mut actors: Vec<Actor> = busy.map(|task| task.actor).collect();
        actors.sort_unstable();
        Names::new(actors, self.trace.summary())
    }

    /// Hashes what the run looks like, and what else the caller knows of it.
    pub(crate) fn look(&self, names: &Names, beside: impl Hash) -> u64 {
        // What belongs to all runs of a world, and what tells of runs before this one, is passed over.
        let Self {
            env,
            pool,
            trace,
            tasks,
            status,
            run,
            reached: _,
            thread: _,
            transcribed_from: _,
            used: _,
        } = self;
        let mut hasher = DefaultHasher::new();
        beside.hash(&mut hasher);
        tasks.look(names, &mut hasher);
        pool.look(&mut hasher);
        let ready = env.clock.ready_tasks();
        trace.look(names, pool.setup.validate_on_acquire, ready > 0, &mut hasher);
        status.look(&mut hasher);
        run.look(env.clock.tasks(), &mut hasher);
        ready.hash(&mut hasher);
        hasher.finish()
    }
}

impl ActorTasks {
    fn used(&self) -> impl Iterator<Item = &ActorTask> {
        self.all[..self.index.actors().len()].iter()
    }

    fn look(&self, names: &Names, hasher: &mut impl Hasher) {
        // Where a task lies, whether its end was looked at, and how many wakes there were before is no matter any more.
        let Self { all: _, index: _, fresh: _, changes, hub: _, first_wake: _, noted_wakes: _ } = self;
        let mut woken: Vec<u64> = self.used().filter_map(ActorTask::woken_since).collect();
        woken.sort_unstable();
        for actor in &names.actors {
            if let Some(task) = self.of(*actor) {
                task.look(*changes, hasher);
                task.woken_since().map(|since| woken.binary_search(&since).ok()).hash(hasher);
            }
        }
        for task in self.used().filter(|task| matches!(task.activity, Activity::Free)) {
            task.look_when_over(hasher);
        }
    }
}

impl ActorTask {
    fn woken_since(&self) -> Option<u64> {
        if self.is_pending() { self.flag.woken() } else { None }
    }

    fn look(&self, changes: u64, hasher: &mut impl Hasher) {
        let Self {
            actor,
            activity,
            last: _,
            flag: _,
            waker: _,
            fresh: _,
            polled,
            after_close,
            releases,
            spin,
            wake_noted: _,
            // Where they matter, every schedule is run.
            created: _,
            began: _,
        } = self;
        (discriminant(actor), discriminant(activity), polled, after_close, releases, spin.times_by(changes))
            .hash(hasher);
        self.waker_references().hash(hasher);
    }

    /// Hashes what is left of an operation that is over: how that of a client ended is forgotten, but the pool may still have
    /// its waker.
    fn look_when_over(&self, hasher: &mut impl Hasher) {
        if !self.has_waker_for_itself() {
            (1_u8, self.waker_references()).hash(hasher);
        }
        if !matches!(self.actor, Actor::Client(_)) {
            let failed = self.last.as_ref().map(|last| match last {
                Settled::Failed(refusal) => Some(refusal.kind),
                Settled::Served(_)
                | Settled::Nothing
                | Settled::Done
                | Settled::Panicked(_)
                | Settled::Cancelled => None,
            });
            (discriminant(&self.actor), self.last.as_ref().map(discriminant), failed).hash(hasher);
        }
    }
}

impl PoolUnderTest {
    fn look(&self, hasher: &mut impl Hasher) {
        let Self {
            probe: _,
            setup: _,
            max_size,
            handle,
            detached,
            by_calls: _,
            lent,
            is_foreign,
            foreign_guard,
            drop_panic,
        } = self;
        (max_size, detached.len()).hash(hasher);
        // A pool that cannot tell tells nothing.
        let hidden = handle.as_ref().and_then(|handle| catch_panic(|| handle.fingerprint()).ok().flatten());
        hidden.hash(hasher);
        (handle.is_some(), lent, is_foreign, foreign_guard.is_some(), drop_panic.is_some()).hash(hasher);
        self.outside_references().hash(hasher);
        self.manager().faults.hash(hasher);
    }
}

impl ShownStatus {
    fn look(&self, hasher: &mut impl Hasher) {
        // What the pool has counted only grows, and was right by then.
        let Self { shown, is_ignored, counters: _ } = self;
        if !is_ignored {
            shown.hash(hasher);
        }
    }
}

impl RunState {
    fn look(&self, tasks: usize, hasher: &mut impl Hasher) {
        let Self {
            news: _,
            livelocked,
            waited,
            promptly: _,
            left_by_close,
            unended_by_close,
            out_of_order,
            used_threads: _,
            tasks_before,
            // No two steps overlap where prefixes are merged.
            preemption: _,
            overlap: _,
        } = self;
        (livelocked, waited, left_by_close, unended_by_close, out_of_order.is_some()).hash(hasher);
        tasks.wrapping_sub(*tasks_before).hash(hasher);
    }
}
