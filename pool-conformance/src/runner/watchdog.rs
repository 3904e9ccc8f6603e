//! Workers on threads, and what becomes of one that does not come back: when a pool is called blocked.

use std::{
    panic::resume_unwind,
    sync::{
        Arc,
        mpsc::{RecvTimeoutError, Sender, channel},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use super::{
    ended::foretold,
    hang::{hung, starved, untried},
    job::{Done, Job},
    stall::{Silence, Stall},
    worker::{Queue, WorkItem, Worker, work},
};
use crate::{child::at_work, foreign::tell_panics_once, oracle::Attribution, subject::AnySubject};

/// How often the watchdog looks.
const TICK: Duration = Duration::from_millis(100);
/// After how many blocked threads the rest is not tried any more: each of them is lost until the process ends.
const BLOCKED_AT_MOST: usize = 6;
/// The same, for those that may only have seemed to be.
const LOST_AT_MOST: usize = 9;
/// How long what is under way may take to end when the run has come to its limit of real time.
const GRACE: Duration = Duration::from_secs(2);

/// A worker, and for how long it has shown no sign of life.
struct Watched {
    worker: Arc<Worker>,
    thread: Option<JoinHandle<()>>,
    seen: (Option<WorkItem>, u64),
    silence: Option<Silence>,
    lost: bool,
}

/// For how much real time a run may go on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline {
    began: Instant,
    limit: Duration,
}

impl Deadline {
    /// From now on.
    pub(crate) fn after(limit: Duration) -> Self {
        Self { began: Instant::now(), limit }
    }

    fn has_passed(&self, grace: Duration) -> bool {
        self.began.elapsed() >= self.limit.saturating_add(grace)
    }
}

/// Does all jobs, on as many threads; tells of each as it is done. The results are in the order of the jobs.
pub(crate) fn run(
    subject: &Arc<dyn AnySubject>,
    attribution: &Arc<Attribution>,
    jobs: Vec<Job>,
    (threads, deadline): (usize, Deadline),
    mut progress: impl FnMut(&Job, &Done),
) -> Vec<Done> {
    tell_panics_once();
    let (sender, receiver) = channel();
    let (results, threads) = foretell(&jobs, threads, subject.as_ref(), attribution);
    let wanted = (0..jobs.len()).filter(|index| results[*index].is_none()).collect();
    let queue = Arc::new(Queue::new(jobs, wanted));
    let hire = || hire(subject, attribution, &queue, &sender);
    let watched = (0..threads).map(|_| hire()).collect();
    let mut watch = Watch { results, watched, blocked: 0, lost: 0, tried_again: Vec::new() };
    while watch.goes_on() && !deadline.has_passed(GRACE) {
        match receiver.recv_timeout(TICK) {
            Ok((index, done)) => watch.note(index, done, &queue, &mut progress),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                watch.look(&queue, attribution, &mut progress);
                watch.replace_lost(hire);
            }
        }
        if deadline.has_passed(Duration::ZERO) {
            queue.close();
        }
    }
    let why = watch.why_untried(&deadline);
    let left =
        |(index, done): (usize, Option<Done>)| done.unwrap_or_else(|| untried(&queue.jobs[index], &why));
    watch.results.into_iter().enumerate().map(left).collect()
}

/// What is known of the jobs before they are done, where this process is one of several that judge the pool; and how many
/// threads do the others.
fn foretell(
    jobs: &[Job],
    threads: usize,
    subject: &dyn AnySubject,
    attribution: &Attribution,
) -> (Vec<Option<Done>>, usize) {
    let Some(serving) = at_work() else { return (vec![None; jobs.len()], threads) };
    let declaration = subject.declaration();
    let known = |job: &Job| {
        let known = serving.foretold(job.kind(), &job.to_string())?;
        Some(foretold(job, known, attribution, &declaration))
    };
    let threads = if serving.one_at_a_time() { threads.min(1) } else { threads };
    (jobs.iter().map(known).collect(), threads)
}

/// How many workers do these jobs.
pub(super) fn workers(jobs: &[Job]) -> usize {
    thread::available_parallelism().map_or(1, usize::from).min(jobs.len())
}

/// What the watchdog knows.
struct Watch {
    results: Vec<Option<Done>>,
    watched: Vec<Watched>,
    /// How many threads the pool has blocked.
    blocked: usize,
    /// How many threads did not come back, whatever kept them.
    lost: usize,
    /// The jobs that are done a second time, since the pool did not come back from the first.
    tried_again: Vec<usize>,
}

impl Watch {
    fn goes_on(&self) -> bool {
        let again = self.tried_again.iter().any(|job| self.results[*job].is_none());
        let few_are_lost = self.blocked < BLOCKED_AT_MOST && self.lost < LOST_AT_MOST;
        self.results.iter().any(Option::is_none) && (few_are_lost || again)
    }

    fn note(&mut self, index: usize, done: Done, queue: &Queue, progress: &mut impl FnMut(&Job, &Done)) {
        if self.results[index].is_none() {
            if let Some(serving) = at_work() {
                serving.ended(&queue.jobs[index].to_string());
            }
            progress(&queue.jobs[index], &done);
            self.results[index] = Some(done);
        }
    }

    /// Looks for workers that do not come back.
    fn look(&mut self, queue: &Queue, attribution: &Attribution, progress: &mut impl FnMut(&Job, &Done)) {
        self.watched.iter_mut().for_each(Watched::pass_on_panic);
        let stalled: Vec<_> = self.watched.iter_mut().filter_map(Watched::look).collect();
        for (item, worker, stall) in stalled {
            let job = &queue.jobs[item.job];
            self.lost += 1;
            if stall == Stall::Starved {
                self.note(item.job, starved(job), queue, progress);
            } else if self.tries_again(item.job, stall, queue) {
                let retraced = job.can_be_retraced().then(|| worker.heartbeat.schedule());
                queue.put_back(WorkItem { retraced, proven: stall == Stall::Blocked, ..item });
            } else {
                self.blocked += 1;
                let transcribed = item.retraced.is_some() || !job.can_be_retraced();
                let done = hung(job, transcribed, &worker.heartbeat, attribution);
                self.note(item.job, done, queue, progress);
            }
        }
    }

    /// Whether a job that did not come back is done a second time: the first exploration, to see how it happens, and every job
    /// of which nothing proves that it sleeps for good.
    fn tries_again(&mut self, index: usize, stall: Stall, queue: &Queue) -> bool {
        let job = &queue.jobs[index];
        let first = !self.tried_again.iter().any(|known| queue.jobs[*known].can_be_retraced());
        let to_see_how = job.can_be_retraced() && first;
        let again = (to_see_how || stall != Stall::Blocked) && !self.tried_again.contains(&index);
        if again {
            self.tried_again.push(index);
        }
        again
    }

    fn replace_lost(&mut self, hire: impl Fn() -> Watched) {
        let before = self.watched.len();
        self.watched.retain(|worker| !worker.lost);
        let lost = before - self.watched.len();
        self.watched.extend((0..lost).map(|_| hire()));
    }

    /// What is said of a job that was not begun, or did not come to its end.
    fn why_untried(&self, deadline: &Deadline) -> String {
        if !deadline.has_passed(Duration::ZERO) {
            return format!("not tried: the pool had blocked {} threads by then", self.lost);
        }
        let beats: u64 = self.watched.iter().map(|watched| watched.worker.heartbeat.beats()).sum();
        let threads = u32::try_from(self.watched.len()).unwrap_or(u32::MAX);
        let each = deadline.began.elapsed().saturating_mul(threads).as_millis() / u128::from(beats.max(1));
        let slow = if each >= SLOW {
            format!(", and each call of the pool takes some {each} ms of it")
        } else {
            String::new()
        };
        format!("not tried: the run had come to its limit of {:?} of real time{slow}", deadline.limit)
    }
}

/// How many milliseconds of real time a call of the pool takes that is told so.
const SLOW: u128 = 5;

fn hire(
    subject: &Arc<dyn AnySubject>,
    attribution: &Arc<Attribution>,
    queue: &Arc<Queue>,
    done: &Sender<(usize, Done)>,
) -> Watched {
    let worker = Arc::new(Worker::new());
    let (subject, attribution) = (Arc::clone(subject), Arc::clone(attribution));
    let (queue, theirs, done) = (Arc::clone(queue), Arc::clone(&worker), done.clone());
    let thread = thread::spawn(move || work(&subject, &attribution, &queue, &theirs, &done));
    Watched { worker, thread: Some(thread), seen: (None, 0), silence: None, lost: false }
}

impl Watched {
    /// A worker that panicked ends the run: the kit itself is at fault, and what it has not done would be waited for.
    fn pass_on_panic(&mut self) {
        if let Some(ended) = self.thread.take_if(|thread| thread.is_finished()) {
            ended.join().unwrap_or_else(|payload| resume_unwind(payload));
        }
    }

    /// Looks for a sign of life; a worker that has shown none for too long is given up, at what it was about, for a reason.
    fn look(&mut self) -> Option<(WorkItem, Arc<Worker>, Stall)> {
        let seen = (self.worker.at(), self.worker.heartbeat.beats());
        if seen != self.seen || seen.0.is_none() {
            self.seen = seen;
            self.silence = None;
            return None;
        }
        let threads = self.worker.threads();
        let stall = self.silence.get_or_insert_with(|| Silence::begin(&threads)).reason(&threads)?;
        self.worker.abandon();
        self.lost = true;
        Some((seen.0?, Arc::clone(&self.worker), stall))
    }
}
