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
    let mut results: Vec<Option<Done>> = vec![None; jobs.len()];
    let queue = Arc::new(Queue::new(jobs));
    let (sender, receiver) = channel();
    let mut watched: Vec<Watched> =
        (0..threads).map(|_| hire(subject, attribution, &queue, &sender)).collect();
    let mut blocked = 0;
    let mut retraced: Option<usize> = None;
    while results.iter().any(Option::is_none)
        && (blocked < BLOCKED_AT_MOST || retraced.is_some_and(|job| results[job].is_none()))
    {
        match receiver.recv_timeout(TICK) {
            Ok((index, done)) => {
                if results[index].is_none() {
                    progress(&queue.jobs[index], &done);
                    results[index] = Some(done);
                }
            }
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                for (item, worker) in watched.iter_mut().filter_map(Watched::look) {
                    let job = &queue.jobs[item.job];
                    let schedule = worker.heartbeat.schedule();
                    if job.can_be_retraced() && retraced.is_none() {
                        retraced = Some(item.job);
                        queue.put_back(WorkItem { retraced: Some(schedule), ..item });
                    } else {
                        blocked += 1;
                        let transcribed = item.retraced.is_some() || !job.can_be_retraced();
                        let done = hung(job, transcribed, &worker.heartbeat, attribution);
                        progress(job, &done);
                        results[item.job] = Some(done);
                    }
                }
                let lost = watched.iter().filter(|worker| worker.still >= PATIENCE).count();
                watched.retain(|worker| worker.still < PATIENCE);
                watched.extend((0..lost).map(|_| hire(subject, attribution, &queue, &sender)));
            }
        }
    }
    let left =
        |(index, done): (usize, Option<Done>)| done.unwrap_or_else(|| untried(&queue.jobs[index], blocked));
    results.into_iter().enumerate().map(left).collect()
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
