//! Virtual time, and where background tasks run.

use std::{convert::Infallible, panic::resume_unwind, sync::mpsc::Receiver, thread, time::Duration};

use tokio::{runtime::EnterGuard, time::Instant};

use super::{runtime::PausedRuntime, waker::Hub};
use crate::foreign::helping_thread;

/// What the pools of one judging thread run on: virtual time, and background tasks that run only when told to.
///
/// Mostly that is one runtime. A group of threads may have one for each of its threads as well: what is spawned on a thread runs on the
/// next, beside what goes on on all of them, as on a runtime of several threads. Tokio's own cannot pause its clock; the
/// clocks of runtimes are paused, and agree.
#[derive(Debug)]
pub(crate) struct Clock {
    own: PausedRuntime,
    others: Vec<PausedRuntime>,
}

/// Where the tasks run that several threads spawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TaskPlacement {
    /// All on the kit's own thread, which has nothing else to do and begins with each at once.
    Together,
    /// On those threads, where there are runtimes for them.
    Apart,
}

impl Clock {
    pub(crate) fn new() -> Self {
        Self { own: PausedRuntime::new(), others: Vec::new() }
    }

    /// One with as many further runtimes, for so many threads.
    pub(crate) fn of_threads(threads: u8) -> Self {
        let clock =
            Self { own: PausedRuntime::new(), others: (0..threads).map(|_| PausedRuntime::new()).collect() };
        let latest = clock.runtimes().map(PausedRuntime::now).max().unwrap_or_else(|| clock.own.now());
        clock.runtimes().for_each(|runtime| runtime.catch_up(latest));
        clock
    }

    fn runtimes(&self) -> impl Iterator<Item = &PausedRuntime> {
        std::iter::once(&self.own).chain(&self.others)
    }

    /// The runtime that a thread of a group drives, if it drives one.
    pub(crate) fn driven_by(&self, thread: usize) -> Option<&PausedRuntime> {
        self.others.get(thread)
    }

    /// The runtime of what is spawned on a thread of a group.
    pub(crate) fn spawned_on(&self, thread: usize, tasks: TaskPlacement) -> &PausedRuntime {
        let next = self.others.iter().cycle().nth(thread + 1);
        next.filter(|_| tasks == TaskPlacement::Apart).unwrap_or(&self.own)
    }

    /// Makes this thread one of the runtime, so that the pool finds its clock and can spawn.
    pub(crate) fn enter(&self) -> EnterGuard<'_> {
        self.own.enter()
    }

    /// Runs code on a thread of its own that belongs to this runtime, too, and waits for it.
    ///
    /// # Panics
    ///
    /// As the code does; and where the operating system refuses a thread.
    pub(crate) fn elsewhere<T: Send>(&self, code: impl FnOnce() -> T + Send) -> T {
        let within = || {
            let _entered = self.enter();
            code()
        };
        let joined = thread::scope(|scope| {
            helping_thread().spawn_scoped(scope, within).expect("a thread can be started").join()
        });
        joined.unwrap_or_else(|payload| resume_unwind(payload))
    }

    /// Runs code on a thread of its own that belongs to no runtime, and waits for it.
    pub(super) fn outside<T: Send>(code: impl FnOnce() -> T + Send) -> T {
        let joined = thread::scope(|scope| {
            helping_thread().spawn_scoped(scope, code).expect("a thread can be started").join()
        });
        joined.unwrap_or_else(|payload| resume_unwind(payload))
    }

    /// Runs code as a task would: tokio then panics where that blocks on a runtime, or drops one.
    pub(super) fn run_as_task<T>(&self, code: impl FnOnce() -> T) -> T {
        self.own.run_as_task(code)
    }

    /// How many tasks have been spawned and have not ended.
    pub(crate) fn tasks(&self) -> usize {
        self.runtimes().map(PausedRuntime::tasks).sum()
    }

    /// How many tasks could run.
    pub(crate) fn ready_tasks(&self) -> usize {
        self.runtimes().map(PausedRuntime::ready_tasks).sum()
    }

    /// How often the clock has stopped: while time passes, once for each moment at which a timer rings.
    pub(crate) fn stops(&self) -> u64 {
        self.own.stops()
    }

    /// Whether a task could run.
    #[inline]
    pub(crate) fn has_ready_tasks(&self) -> bool {
        self.own.has_ready_tasks() || self.others.iter().any(PausedRuntime::has_ready_tasks)
    }

    /// Runs background tasks until each waits for something; no time passes.
    pub(crate) fn run_tasks(&self) {
        while self.has_ready_tasks() {
            self.runtimes().for_each(PausedRuntime::run_tasks);
        }
    }

    /// Lets time pass, running background tasks, until that moment or until there are more wakes than `seen`.
    pub(crate) fn run_until(&self, moment: Instant, hub: &Hub, seen: u64) {
        self.own.run_until(moment, hub, seen);
        self.others.iter().for_each(|runtime| runtime.catch_up(self.own.now()));
    }

    /// Moves the clock on at one blow, and runs what is due by then.
    pub(crate) fn leap(&self, time: Duration) {
        let moment = self.own.now() + time;
        self.runtimes().for_each(|runtime| runtime.catch_up(moment));
    }

    /// Runs the background tasks of the kit's own thread as they become ready, until every sender to `others` is gone; no
    /// time passes.
    pub(crate) fn run_while(&self, others: Receiver<Infallible>) {
        self.own.run_while(others);
    }
}
