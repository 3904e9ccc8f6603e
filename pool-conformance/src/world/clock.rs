use std::{convert::Infallible, panic::resume_unwind, sync::mpsc::Receiver, thread};

use tokio::{runtime::EnterGuard, time::Instant};

use super::{strand::Strand, waker::Hub};

/// What the pools of one judging thread run on: virtual time, and background tasks that run only when told to.
///
/// Mostly that is one strand. A crowd may have one for each of its threads as well: what is spawned on a thread runs on the
/// next, beside what goes on on all of them, as on a runtime of several threads. Tokio's own cannot pause its clock; the
/// clocks of strands are paused, and agree.
#[derive(Debug)]
pub(crate) struct Clock {
    own: Strand,
    others: Vec<Strand>,
}

/// Where the tasks run that a crowd spawns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tasks {
    /// All on the judge's own thread, which has nothing else to do and begins with each at once.
    Together,
    /// On the threads of the crowd, where there are strands for them.
    Apart,
}

impl Clock {
    pub(crate) fn new() -> Self {
        Self { own: Strand::new(), others: Vec::new() }
    }

    /// One with as many further strands, for so many threads.
    pub(crate) fn of_threads(threads: u8) -> Self {
        let clock = Self { own: Strand::new(), others: (0..threads).map(|_| Strand::new()).collect() };
        let latest = clock.strands().map(Strand::now).max().unwrap_or_else(|| clock.own.now());
        clock.strands().for_each(|strand| strand.catch_up(latest));
        clock
    }

    fn strands(&self) -> impl Iterator<Item = &Strand> {
        std::iter::once(&self.own).chain(&self.others)
    }

    /// The strand that a thread of a crowd drives, if it drives one.
    pub(super) fn driven_by(&self, thread: usize) -> Option<&Strand> {
        self.others.get(thread)
    }

    /// The strand of what is spawned on a thread of a crowd.
    pub(super) fn spawned_on(&self, thread: usize, tasks: Tasks) -> &Strand {
        let next = self.others.iter().cycle().nth(thread + 1);
        next.filter(|_| tasks == Tasks::Apart).unwrap_or(&self.own)
    }

    /// Makes this thread one of the runtime, so that the pool finds its clock and can spawn.
    pub(super) fn enter(&self) -> EnterGuard<'_> {
        self.own.enter()
    }

    /// Runs code on a thread of its own that belongs to this runtime, too, and waits for it.
    pub(super) fn elsewhere<T: Send>(&self, code: impl FnOnce() -> T + Send) -> T {
        let within = || {
            let _entered = self.enter();
            code()
        };
        thread::scope(|scope| scope.spawn(within).join()).unwrap_or_else(|payload| resume_unwind(payload))
    }

    /// How many tasks have been spawned and have not ended.
    pub(crate) fn tasks(&self) -> usize {
        self.strands().map(Strand::tasks).sum()
    }

    /// Whether a task could run.
    #[inline]
    pub(crate) fn has_ready_tasks(&self) -> bool {
        self.own.has_ready_tasks() || self.others.iter().any(Strand::has_ready_tasks)
    }

    /// Runs background tasks until each waits for something; no time passes.
    pub(super) fn run_tasks(&self) {
        while self.has_ready_tasks() {
            self.strands().for_each(Strand::run_tasks);
        }
    }

    /// Lets time pass, running background tasks, until that moment or until there are more wakes than `seen`.
    pub(super) fn run_until(&self, moment: Instant, hub: &Hub, seen: u64) {
        self.own.run_until(moment, hub, seen);
        self.others.iter().for_each(|strand| strand.catch_up(self.own.now()));
    }

    /// Runs the background tasks of the judge's own thread as they become ready, until every sender to `others` is gone; no
    /// time passes.
    pub(super) fn run_while(&self, others: Receiver<Infallible>) {
        self.own.run_while(others);
    }
}
