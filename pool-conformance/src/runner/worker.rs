//! Workers, and the queue that they fetch their work from.

use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicBool, AtomicUsize, Ordering},
    mpsc::Sender,
};

use super::job::{Done, Job, Workplace, run_job};
use crate::{
    oracle::Attribution,
    sim::{Clock, Heartbeat},
    subject::AnySubject,
};

/// A job to do, by its place in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WorkItem {
    pub(crate) job: usize,
    /// The schedule at which the pool did not come back, where this is done a second time to see how.
    pub(crate) retraced: Option<u64>,
}

/// Where items are fetched from.
pub(crate) struct Queue {
    pub(crate) jobs: Vec<Job>,
    next: AtomicUsize,
    again: Mutex<Vec<WorkItem>>,
}

impl Queue {
    pub(crate) fn new(jobs: Vec<Job>) -> Self {
        Self { jobs, next: AtomicUsize::new(0), again: Mutex::default() }
    }

    fn take(&self) -> Option<WorkItem> {
        self.again().pop().or_else(|| {
            let job = self.next.fetch_add(1, Ordering::Relaxed);
            (job < self.jobs.len()).then_some(WorkItem { job, retraced: None })
        })
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
#[derive(Debug, Default)]
pub(crate) struct Worker {
    pub(crate) heartbeat: Heartbeat,
    at: Mutex<Option<WorkItem>>,
    left: AtomicBool,
}

impl Worker {
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

/// Does jobs until there are none.
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
        let came_of = run_job(job, item.retraced, at);
        worker.sit(None);
        if worker.is_abandoned() || done.send((item.job, came_of)).is_err() {
            return;
        }
        if clock.tasks() > 0 {
            clock = Clock::new();
        }
    }
}
