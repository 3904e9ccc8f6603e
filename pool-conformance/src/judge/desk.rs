use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, AtomicUsize, Ordering},
    mpsc::Sender,
};

use super::job::{Done, Job, run_job};
use crate::{
    erased::Factory,
    world::{Clock, Pulse},
};

/// Where jobs are fetched from, by their place in the list.
#[derive(Debug)]
pub(super) struct Queue {
    pub(super) jobs: Vec<Job>,
    next: AtomicUsize,
}

impl Queue {
    pub(super) fn new(jobs: Vec<Job>) -> Self {
        Self { jobs, next: AtomicUsize::new(0) }
    }

    fn take(&self) -> Option<usize> {
        let index = self.next.fetch_add(1, Ordering::Relaxed);
        (index < self.jobs.len()).then_some(index)
    }
}

/// A worker as the watchdog sees it.
#[derive(Debug, Default)]
pub(super) struct Desk {
    pub(super) pulse: Pulse,
    at: Mutex<Option<usize>>,
    left: AtomicBool,
}

impl Desk {
    /// The job that is being done.
    pub(super) fn at(&self) -> Option<usize> {
        *self.at.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives the worker up: it is in foreign code that does not come back, and takes no further job if it does.
    pub(super) fn abandon(&self) {
        self.left.store(true, Ordering::Release);
    }

    fn is_abandoned(&self) -> bool {
        self.left.load(Ordering::Acquire)
    }

    fn sit(&self, job: Option<usize>) {
        *self.at.lock().unwrap_or_else(PoisonError::into_inner) = job;
    }
}

/// Does jobs until there are none.
pub(super) fn work(factory: &Arc<dyn Factory>, queue: &Queue, desk: &Desk, done: &Sender<(usize, Done)>) {
    let mut clock = Clock::new();
    while let Some(index) = queue.take() {
        desk.sit(Some(index));
        let came_of = run_job(&queue.jobs[index], factory.as_ref(), &clock, &desk.pulse);
        desk.sit(None);
        if desk.is_abandoned() || done.send((index, came_of)).is_err() {
            return;
        }
        if clock.tasks() > 0 {
            clock = Clock::new();
        }
    }
}
