//! A paused runtime that is driven step by step.

use std::{
    convert::Infallible,
    future::{Future, poll_fn},
    pin::pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
        mpsc::Receiver,
    },
    task::{Context, Poll, Waker},
};

use tokio::{
    runtime::{Builder, EnterGuard, Runtime, RuntimeMetrics},
    time::{Instant, advance, sleep_until},
};

use super::waker::Hub;

/// A runtime that one thread at a time drives: a paused clock, and background tasks that run only when told to.
#[derive(Debug)]
pub(crate) struct PausedRuntime {
    runtime: Runtime,
    metrics: RuntimeMetrics,
    idle: Arc<Idle>,
}

impl PausedRuntime {
    /// # Panics
    ///
    /// Where the operating system refuses a runtime without I/O; it has no reason to.
    pub(crate) fn new() -> Self {
        let idle = Arc::<Idle>::default();
        let hook = Arc::clone(&idle);
        let runtime = Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            // Otherwise it depends on how many tasks have ever run which of two that are ready runs first.
            .global_queue_interval(1)
            .on_thread_park(move || hook.announce())
            .build()
            .expect("a current-thread runtime without I/O can be built");
        Self { metrics: runtime.metrics(), runtime, idle }
    }

    /// Makes this thread one of the runtime, so that the pool finds its clock and can spawn.
    pub(crate) fn enter(&self) -> EnterGuard<'_> {
        self.runtime.enter()
    }

    /// Runs code as a task of the runtime would: tokio then panics where that blocks on a runtime, or drops one. Nothing else
    /// runs meanwhile, and no time passes.
    pub(super) fn run_as_task<T>(&self, code: impl FnOnce() -> T) -> T {
        self.runtime.handle().block_on(async { code() })
    }

    pub(crate) fn now(&self) -> Instant {
        let _entered = self.enter();
        Instant::now()
    }

    /// How many tasks have been spawned and have not ended.
    pub(crate) fn tasks(&self) -> usize {
        self.metrics.num_alive_tasks()
    }

    /// How often there was nothing left to run: while time passes, once for each moment at which a timer rings.
    pub(crate) fn stops(&self) -> u64 {
        self.idle.times.load(Ordering::Relaxed)
    }

    /// How many tasks could run. All that is ready lies in the queue for tasks from outside, since nothing is polled or
    /// woken from inside but in the methods below, which leave nothing ready behind.
    pub(crate) fn ready_tasks(&self) -> usize {
        self.metrics.global_queue_depth()
    }

    /// Whether a task could run.
    pub(crate) fn has_ready_tasks(&self) -> bool {
        self.ready_tasks() > 0
    }

    /// Runs background tasks until each waits for something; no time passes.
    pub(crate) fn run_tasks(&self) {
        if self.has_ready_tasks() {
            self.drain();
        }
    }

    fn drain(&self) {
        self.idle.arm();
        self.runtime.block_on(poll_fn(|cx| self.idle.poll(cx)));
    }

    /// Lets time pass, running background tasks, until that moment or until there are more wakes than `seen`.
    pub(crate) fn run_until(&self, moment: Instant, hub: &Hub, seen: u64) {
        self.runtime.block_on(async {
            let mut alarm = pin!(sleep_until(moment));
            poll_fn(|cx| match alarm.as_mut().poll(cx) {
                Poll::Ready(()) => Poll::Ready(()),
                Poll::Pending => hub.poll_wake(cx, seen),
            })
            .await;
        });
        // A task whose timer rang with the alarm is ready, and lies in a queue that cannot be seen from outside.
        self.drain_if_any();
    }

    /// Lets time pass until that moment, exactly.
    pub(crate) fn catch_up(&self, moment: Instant) {
        let behind = moment.saturating_duration_since(self.now());
        if !behind.is_zero() {
            self.runtime.block_on(advance(behind));
            self.drain_if_any();
        }
    }

    /// Runs background tasks as they become ready, until every sender to `others` is gone; no time passes.
    pub(crate) fn run_while(&self, others: Receiver<Infallible>) {
        // While a blocking task runs, a paused clock stands still (`tokio::time::pause`).
        let waiting = self.runtime.spawn_blocking(move || others.recv());
        let _ = self.runtime.block_on(waiting);
        self.drain_if_any();
    }

    fn drain_if_any(&self) {
        if self.tasks() > 0 {
            self.drain();
        }
    }
}

/// Notices when the runtime has nothing left to run, just before it would let time pass.
#[derive(Debug, Default)]
struct Idle {
    armed: AtomicBool,
    reached: AtomicBool,
    waiter: Mutex<Option<Waker>>,
    /// How often the runtime has had nothing left to run.
    times: AtomicU64,
}

impl Idle {
    fn arm(&self) {
        self.reached.store(false, Ordering::Release);
        self.armed.store(true, Ordering::Release);
    }

    fn poll(&self, cx: &mut Context<'_>) -> Poll<()> {
        if self.reached.load(Ordering::Acquire) {
            return Poll::Ready(());
        }
        *self.waiter.lock().unwrap_or_else(PoisonError::into_inner) = Some(cx.waker().clone());
        Poll::Pending
    }

    fn announce(&self) {
        self.times.fetch_add(1, Ordering::Relaxed);
        if !self.armed.swap(false, Ordering::AcqRel) {
            return;
        }
        self.reached.store(true, Ordering::Release);
        let waiter = self.waiter.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(waiter) = waiter {
            waiter.wake();
        }
    }
}
