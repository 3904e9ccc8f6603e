//! Workers on threads, and what becomes of one that does not come back: when a pool is called blocked.

use std::{
    sync::{
        Arc,
        mpsc::{RecvTimeoutError, Sender, channel},
    },
    thread,
    time::Duration,
};

use super::{
    hang::{hung, untried},
    job::{Done, Job},
    worker::{Queue, WorkItem, Worker, work},
};
use crate::{oracle::Attribution, subject::AnySubject};

/// How often the watchdog looks.
const TICK: Duration = Duration::from_millis(100);
/// After how many looks without a sign of life a worker is given up. What decides is that the watchdog itself was
/// scheduled so often meanwhile, not how much time went by.
const PATIENCE: u32 = 30;
/// After how many blocked threads the rest is not tried any more: each of them is lost until the process ends.
const BLOCKED_AT_MOST: usize = 6;

/// A worker and how long it has shown no sign of life.
struct Watched {
    worker: Arc<Worker>,
    seen: (Option<WorkItem>, u64),
    still: u32,
}

/// Does all jobs, on as many threads; tells of each as it is done. The results are in the order of the jobs.
pub(crate) fn run(
    subject: &Arc<dyn AnySubject>,
    attribution: &Arc<Attribution>,
    jobs: Vec<Job>,
    threads: usize,
    mut progress: impl FnMut(&Job, &Done),
) -> Vec<Done> {
    let (sender, receiver) = channel();
    let results = vec![None; jobs.len()];
    let queue = Arc::new(Queue::new(jobs));
    let hire = || hire(subject, attribution, &queue, &sender);
    let watched = (0..threads).map(|_| hire()).collect();
    let mut watch = Watch { results, watched, blocked: 0, tried_again: Vec::new() };
    while watch.goes_on() {
        match receiver.recv_timeout(TICK) {
            Ok((index, done)) => watch.note(index, done, &queue, &mut progress),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                watch.look(&queue, attribution, &mut progress);
                watch.replace_lost(hire);
            }
        }
    }
    let blocked = watch.blocked;
    let left =
        |(index, done): (usize, Option<Done>)| done.unwrap_or_else(|| untried(&queue.jobs[index], blocked));
    watch.results.into_iter().enumerate().map(left).collect()
}

/// What the watchdog knows.
struct Watch {
    results: Vec<Option<Done>>,
    watched: Vec<Watched>,
    /// How many threads the pool has blocked.
    blocked: usize,
    /// The jobs that are done a second time, since the pool did not come back from the first.
    tried_again: Vec<usize>,
}

impl Watch {
    fn goes_on(&self) -> bool {
        let again = self.tried_again.iter().any(|job| self.results[*job].is_none());
        self.results.iter().any(Option::is_none) && (self.blocked < BLOCKED_AT_MOST || again)
    }

    fn note(&mut self, index: usize, done: Done, queue: &Queue, progress: &mut impl FnMut(&Job, &Done)) {
        if self.results[index].is_none() {
            progress(&queue.jobs[index], &done);
            self.results[index] = Some(done);
        }
    }

    /// Looks for workers that do not come back.
    fn look(&mut self, queue: &Queue, attribution: &Attribution, progress: &mut impl FnMut(&Job, &Done)) {
        let still: Vec<_> = self.watched.iter_mut().filter_map(Watched::look).collect();
        for (item, worker) in still {
            let job = &queue.jobs[item.job];
            if self.tries_again(item.job, queue) {
                let retraced = job.can_be_retraced().then(|| worker.heartbeat.schedule());
                queue.put_back(WorkItem { retraced, ..item });
            } else {
                self.blocked += 1;
                let transcribed = item.retraced.is_some() || !job.can_be_retraced();
                let done = hung(job, transcribed, &worker.heartbeat, attribution);
                self.note(item.job, done, queue, progress);
            }
        }
    }

    /// Whether a job that did not come back is done a second time: the first exploration, to see how it happens, and threads,
    /// which a busy machine may only have kept waiting.
    fn tries_again(&mut self, index: usize, queue: &Queue) -> bool {
        let job = &queue.jobs[index];
        let first = self.tried_again.iter().all(|known| queue.jobs[*known].is_threaded());
        let explores = job.can_be_retraced() && first;
        let again = (explores || job.is_threaded()) && !self.tried_again.contains(&index);
        if again {
            self.tried_again.push(index);
        }
        again
    }

    fn replace_lost(&mut self, hire: impl Fn() -> Watched) {
        let lost = self.watched.iter().filter(|worker| worker.still >= PATIENCE).count();
        self.watched.retain(|worker| worker.still < PATIENCE);
        self.watched.extend((0..lost).map(|_| hire()));
    }
}

fn hire(
    subject: &Arc<dyn AnySubject>,
    attribution: &Arc<Attribution>,
    queue: &Arc<Queue>,
    done: &Sender<(usize, Done)>,
) -> Watched {
    let worker = Arc::<Worker>::default();
    let (subject, attribution) = (Arc::clone(subject), Arc::clone(attribution));
    let (queue, theirs, done) = (Arc::clone(queue), Arc::clone(&worker), done.clone());
    thread::spawn(move || work(&subject, &attribution, &queue, &theirs, &done));
    Watched { worker, seen: (None, 0), still: 0 }
}

impl Watched {
    /// Looks for a sign of life; a worker that has shown none for too long is given up, at what it was about.
    fn look(&mut self) -> Option<(WorkItem, Arc<Worker>)> {
        let seen = (self.worker.at(), self.worker.heartbeat.beats());
        self.still = if seen == self.seen && seen.0.is_some() { self.still + 1 } else { 0 };
        self.seen = seen;
        if self.still < PATIENCE {
            return None;
        }
        self.worker.abandon();
        Some((seen.0?, Arc::clone(&self.worker)))
    }
}
