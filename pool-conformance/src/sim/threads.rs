//! Doing things on another thread than the kit's.

use std::{
    sync::{
        atomic::{AtomicUsize, Ordering},
        mpsc::channel,
    },
    thread,
    time::Duration,
};

use pool_protocol::Status;

use super::{Clock, Sim, TaskPlacement, runtime::PausedRuntime};
use crate::{
    foreign::{catch_panic, helping_thread},
    model::{Step, Stop},
    subject::Handle,
};

/// Where foreign code runs.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Thread {
    /// On the kit's own thread.
    Own,
    /// On one that is made for it, and that belongs to the kit's runtime, too.
    Other,
    /// On one that is made for it, and that belongs to no runtime.
    Bare,
}

impl Thread {
    pub(crate) fn run<T: Send>(self, clock: &Clock, code: impl FnOnce() -> T + Send) -> T {
        match self {
            Self::Own => clock.run_as_task(code),
            Self::Other => clock.elsewhere(code),
            Self::Bare => Clock::outside(code),
        }
    }
}

/// What one of several threads has.
pub(crate) struct ThreadContext<'a> {
    /// A handle of its own.
    pub(crate) handle: Box<dyn Handle>,
    /// The runtime of the thread, if it has one.
    runtime: Option<&'a PausedRuntime>,
}

impl ThreadContext<'_> {
    /// Runs what is ready on this thread's runtime.
    pub(crate) fn run_tasks(&self) {
        self.runtime.into_iter().for_each(PausedRuntime::run_tasks);
    }
}

/// How many of several threads have not done their part.
struct Busy(AtomicUsize);

impl Busy {
    /// Does one part; when it is over, however that came, one less is busy.
    fn part<T>(&self, part: impl FnOnce() -> T) -> T {
        struct Done<'a>(&'a Busy);
        impl Drop for Done<'_> {
            fn drop(&mut self) {
                self.0.0.fetch_sub(1, Ordering::AcqRel);
            }
        }
        let _done = Done(self);
        part()
    }

    /// Goes on running tasks for as long as others may wait for them.
    fn outlast(&self, runtime: Option<&PausedRuntime>) {
        let Some(runtime) = runtime else { return };
        for turn in 0.. {
            if self.0.load(Ordering::Acquire) == 0 {
                return;
            }
            runtime.run_tasks();
            let_others_run(turn);
        }
    }
}

/// Lets other threads run while this one waits for what they do; `turn` is how often it has. Mostly that is done at once. Where
/// it takes longer the machine may be busy, or the pool blocks them, and then this thread waits as long as the process
/// lives; no result depends on how long.
pub(crate) fn let_others_run(turn: u32) {
    const AT_ONCE: u32 = 2_000;
    const SOON: u32 = 20_000;
    match turn {
        0..AT_ONCE => std::hint::spin_loop(),
        AT_ONCE..SOON => thread::yield_now(),
        SOON.. => thread::sleep(Duration::from_millis(1)),
    }
}

impl<'a> Sim<'a> {
    /// Performs a step on another thread, and comes back when it is done there.
    pub(crate) fn perform_elsewhere(&mut self, step: Step) {
        self.run.used_threads = true;
        self.thread = Thread::Other;
        self.perform(step);
        self.thread = Thread::Own;
    }

    /// Does so many things at the same time, each on a thread of its own; background tasks run meanwhile, on the kit's
    /// thread and on those that have a runtime.
    pub(crate) fn run_threads<T: Send, P: FnOnce(ThreadContext<'a>) -> T + Send>(
        &mut self,
        tasks: TaskPlacement,
        parts: impl Iterator<Item = P>,
    ) -> Vec<T> {
        let parts: Vec<_> = parts.filter_map(|part| Some((part, self.pool.another_handle()?))).collect();
        self.trace.lose_count();
        self.run.news = true;
        self.run.used_threads = true;
        let clock = self.env.clock;
        let busy = &Busy(AtomicUsize::new(parts.len()));
        let (running, others) = channel();
        let came = thread::scope(|scope| {
            let threads: Vec<_> = parts
                .into_iter()
                .enumerate()
                .map(|(number, (part, handle))| {
                    let running = running.clone();
                    let context = ThreadContext { handle, runtime: clock.driven_by(number) };
                    let part = move || {
                        let _running = running;
                        let runtime = context.runtime;
                        let _entered = clock.spawned_on(number, tasks).enter();
                        let came = busy.part(|| part(context));
                        busy.outlast(runtime);
                        came
                    };
                    helping_thread().spawn_scoped(scope, part).expect("a thread can be started")
                })
                .collect();
            drop(running);
            clock.run_while(others);
            threads.into_iter().filter_map(|thread| thread.join().ok()).collect()
        });
        self.collect();
        came
    }

    /// What the pool says of itself through a second handle, on another thread.
    pub(crate) fn status_elsewhere(&mut self) -> Result<Status, Stop> {
        self.env.heartbeat.beat();
        self.run.used_threads = true;
        let other = self.pool.another_handle().ok_or_else(|| Stop::unreached("the handle was dropped"))?;
        let status = Thread::Other.run(self.env.clock, move || catch_panic(|| other.status()));
        self.collect();
        status.map_err(|text| Stop::panicked("status", &text))
    }
}
