use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicBool, AtomicUsize, Ordering},
    mpsc::Sender,
};

use super::job::{Done, Job, run_job};
use crate::{
    erased::Factory,
    world::{Clock, Pulse},
};

/// A job to do, by its place in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Errand {
    pub(super) job: usize,
    /// The schedule at which the pool did not come back, where this is done a second time to see how.
    pub(super) retraced: Option<u64>,
}

/// Where errands are fetched from.
#[derive(Debug)]
pub(super) struct Queue {
    pub(super) jobs: Vec<Job>,
    next: AtomicUsize,
    again: Mutex<Vec<Errand>>,
}

impl Queue {
    pub(super) fn new(jobs: Vec<Job>) -> Self {
        Self { jobs, next: AtomicUsize::new(0), again: Mutex::default() }
    }

    fn take(&self) -> Option<Errand> {
        self.again().pop().or_else(|| {
            let job = self.next.fetch_add(1, Ordering::Relaxed);
            (job < self.jobs.len()).then_some(Errand { job, retraced: None })
        })
    }

    /// Has a job done a second time.
    pub(super) fn put_back(&self, errand: Errand) {
        self.again().push(errand);
    }

    fn again(&self) -> MutexGuard<'_, Vec<Errand>> {
        self.again.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A worker as the watchdog sees it.
#[derive(Debug, Default)]
pub(super) struct Desk {
    pub(super) pulse: Pulse,
    at: Mutex<Option<Errand>>,
    left: AtomicBool,
}

impl Desk {
    /// What is being done.
    pub(super) fn at(&self) -> Option<Errand> {
        *self.at.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives the worker up: it is in foreign code that does not come back, and takes no further job if it does.
    pub(super) fn abandon(&self) {
        self.left.store(true, Ordering::Release);
    }

    fn is_abandoned(&self) -> bool {
        self.left.load(Ordering::Acquire)
    }

    fn sit(&self, errand: Option<Errand>) {
        *self.at.lock().unwrap_or_else(PoisonError::into_inner) = errand;
    }
}

/// Does jobs until there are none.
pub(super) fn work(factory: &Arc<dyn Factory>, queue: &Queue, desk: &Desk, done: &Sender<(usize, Done)>) {
    let mut clock = Clock::new();
    while let Some(errand) = queue.take() {
        desk.sit(Some(errand));
        let job = &queue.jobs[errand.job];
        let came_of = run_job(job, errand.retraced, factory.as_ref(), &clock, &desk.pulse);
        desk.sit(None);
        if desk.is_abandoned() || done.send((errand.job, came_of)).is_err() {
            return;
        }
        if clock.tasks() > 0 {
            clock = Clock::new();
        }
    }
}
