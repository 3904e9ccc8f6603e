//! Workers, and the queue that they fetch their work from.

use std::{
    panic::resume_unwind,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
        mpsc::Sender,
    },
    thread,
};

use super::job::{Done, Job, Workplace, run_job};
use crate::{
    child::{Serving, at_work},
    foreign::{PREFIX, roomy_thread},
    oracle::Attribution,
    sim::{Clock, Heartbeat, ScriptLog},
    subject::AnySubject,
};

/// A job to do, by its place in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WorkItem {
    pub(crate) job: usize,
    /// The schedule at which the pool did not come back, where this is done a second time to see how.
    pub(crate) retraced: Option<u64>,
    /// Whether the first time its thread was seen to sleep for good.
    pub(crate) proven: bool,
}

/// Where items are fetched from.
pub(crate) struct Queue {
    pub(crate) jobs: Vec<Job>,
    /// Which of them are to be done, by their places.
    wanted: Vec<usize>,
    next: AtomicUsize,
    again: Mutex<Vec<WorkItem>>,
    closed: AtomicBool,
}

impl Queue {
    pub(crate) fn new(jobs: Vec<Job>, wanted: Vec<usize>) -> Self {
        Self {
            jobs,
            wanted,
            next: AtomicUsize::new(0),
            again: Mutex::default(),
            closed: AtomicBool::new(false),
        }
    }

    fn take(&self) -> Option<WorkItem> {
        if self.closed.load(Ordering::Acquire) {
            return None;
        }
        self.again().pop().or_else(|| {
            let job = *self.wanted.get(self.next.fetch_add(1, Ordering::Relaxed))?;
            Some(WorkItem { job, retraced: None, proven: false })
        })
    }

    /// Gives out nothing more.
    pub(crate) fn close(&self) {
        self.closed.store(true, Ordering::Release);
    }

    /// Has a job done a second time.
    pub(crate) fn put_back(&self, item: WorkItem) {
        self.again().push(item);
    }

    fn again(&self) -> MutexGuard<'_, Vec<WorkItem>> {
        self.again.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A worker as the watchdog sees it.
#[derive(Debug)]
pub(crate) struct Worker {
    number: u64,
    pub(crate) heartbeat: Heartbeat,
    at: Mutex<Option<WorkItem>>,
    left: AtomicBool,
}

impl Worker {
    pub(crate) fn new() -> Self {
        static WORKERS: AtomicU64 = AtomicU64::new(0);
        Self {
            number: WORKERS.fetch_add(1, Ordering::Relaxed),
            heartbeat: Heartbeat::logging(at_work().and_then(Serving::script_file).map(ScriptLog::new)),
            at: Mutex::default(),
            left: AtomicBool::new(false),
        }
    }

    /// How the names of the threads begin on which its jobs are done.
    pub(crate) fn threads(&self) -> String {
        format!("{PREFIX}{} ", self.number)
    }

    /// What is being done.
    pub(crate) fn at(&self) -> Option<WorkItem> {
        *self.at.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives the worker up: it is in foreign code that does not come back, and takes no further job if it does.
    pub(crate) fn abandon(&self) {
        self.left.store(true, Ordering::Release);
    }

    fn is_abandoned(&self) -> bool {
        self.left.load(Ordering::Acquire)
    }

    fn sit(&self, item: Option<WorkItem>) {
        *self.at.lock().unwrap_or_else(PoisonError::into_inner) = item;
    }
}

/// Does jobs until there are none, each on a thread that is named after it.
///
/// # Panics
///
/// Where the operating system refuses a thread.
pub(crate) fn work(
    subject: &Arc<dyn AnySubject>,
    attribution: &Attribution,
    queue: &Queue,
    worker: &Worker,
    done: &Sender<(usize, Done)>,
) {
    let mut clock = Clock::new();
    while let Some(item) = queue.take() {
        worker.sit(Some(item));
        let job = &queue.jobs[item.job];
        let at =
            Workplace { subject: subject.as_ref(), attribution, clock: &clock, heartbeat: &worker.heartbeat };
        let name = format!("{}{job}", worker.threads());
        if let Some(serving) = at_work() {
            serving.begins(job.kind(), &job.to_string());
        }
        let came_of = thread::scope(|scope| {
            let done = || run_job(job, item, at);
            roomy_thread(name).spawn_scoped(scope, done).expect("a thread can be started").join()
        });
        let came_of = came_of.unwrap_or_else(|payload| resume_unwind(payload));
        worker.sit(None);
        if clock.tasks() > 0 {
            clock = Clock::new();
        }
        if let Some(serving) = at_work() {
            serving.ended(&job.to_string());
        }
        if worker.is_abandoned() || done.send((item.job, came_of)).is_err() {
            return;
        }
    }
}
