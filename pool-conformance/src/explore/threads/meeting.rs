//! Two threads in lock step, round after round.

use std::{
    pin::Pin,
    sync::atomic::{AtomicUsize, Ordering},
    task::{Context, Poll, Waker},
    thread,
    time::Duration,
};

use tokio::runtime::{Builder, Runtime};

use super::tell;
use crate::{
    CloseMode, Probe, Setup,
    erased::{Factory, Handle, Lease, Task},
    explore::{Explored, find::Coverage, invariant::Broken},
    ledger::Event,
    world::{Actor, Pulse, guarded},
};

/// How often a task is polled that waits for work of another thread; more than any needs that gets there at all.
const POLLS: usize = 200;

/// By how many turns of a spin loop one of the two is ahead of the other: races have windows that are not at zero.
const HEAD_STARTS: u64 = 40;

/// How long a thread spins for the other before it lets it run.
const SPINS: u32 = 2_000;

/// How often, and after which pauses, the judge looks whether the tasks of a closed pool have ended. It only waits while
/// there are any.
const PATIENCE: usize = 2_000;
const PAUSE: Duration = Duration::from_millis(1);

/// What two threads do at the same moment.
#[derive(Clone, Copy, Debug)]
enum Meeting {
    /// Both acquire from an empty pool of one.
    TwoAcquires,
    /// One gives back while the other acquires.
    ReleaseAndAcquire,
    /// One gives back while the other closes.
    ReleaseAndClose,
}

/// Lets two threads meet so many times in each way.
pub(crate) fn meet(factory: &dyn Factory, pulse: &Pulse, rounds: u64) -> Explored {
    let closes = factory.declaration().close_mode != CloseMode::Unsupported;
    let ways = [
        Some(Meeting::TwoAcquires),
        Some(Meeting::ReleaseAndAcquire),
        closes.then_some(Meeting::ReleaseAndClose),
    ];
    let mut found = Vec::new();
    let mut met = 0;
    let Ok(runtime) = Builder::new_multi_thread().worker_threads(1).enable_time().build() else {
        return Explored::doubtful("no runtime with threads could be started".to_owned());
    };
    for way in ways.into_iter().flatten() {
        let mut broken: Vec<(u64, Broken)> = Vec::new();
        for round in 1..=rounds {
            pulse.beat();
            met += 1;
            let head_start = round % HEAD_STARTS;
            let seen = Table::lay(factory, &runtime, pulse, head_start).and_then(|table| table.meet(way));
            broken.extend(seen.map(|seen| (round, seen)));
        }
        found.extend(tell(&broken, way.text(), rounds));
    }
    runtime.shutdown_background();
    Explored::new(met, Coverage::Partial, found)
}

impl Meeting {
    fn text(self) -> &'static str {
        match self {
            Self::TwoAcquires => "when two threads acquired at the same moment",
            Self::ReleaseAndAcquire => "when one thread gave back while another acquired",
            Self::ReleaseAndClose => "when one thread gave back while another closed",
        }
    }
}

/// A fresh pool of one, and the two who meet at it.
struct Table<'r> {
    runtime: &'r Runtime,
    pulse: &'r Pulse,
    probe: Probe,
    handle: Box<dyn Handle>,
    arrived: AtomicUsize,
    head_start: u64,
}

const FIRST: Actor = Actor::Client(0);
const SECOND: Actor = Actor::Client(1);

impl<'r> Table<'r> {
    fn lay(factory: &dyn Factory, runtime: &'r Runtime, pulse: &'r Pulse, head_start: u64) -> Option<Self> {
        let probe = Probe::new();
        let setup = Setup::new(probe.clone(), 0, 1);
        let handle = guarded(|| runtime.block_on(factory.build(setup))).ok()?;
        Some(Self { runtime, pulse, probe, handle, arrived: AtomicUsize::new(0), head_start })
    }

    fn meet(self, way: Meeting) -> Option<Broken> {
        let held = match way {
            Meeting::TwoAcquires => None,
            _ => Some(self.acquire(FIRST)?),
        };
        let here = &self;
        let (mine, theirs) = thread::scope(|scope| {
            let other = scope.spawn(move || match way {
                Meeting::ReleaseAndClose => here.in_step(|| here.close()),
                _ => here.in_step(|| here.acquire(SECOND)),
            });
            let mine = match held {
                Some(lease) => here.in_step(|| here.late(|| here.give_back(FIRST, lease))),
                None => here.in_step(|| here.late(|| here.acquire(FIRST))),
            };
            (mine, other.join().ok().flatten())
        });
        let broken = self.broken(way);
        for (actor, lease) in [(FIRST, mine), (SECOND, theirs)] {
            lease.and_then(|lease| self.give_back(actor, lease));
        }
        broken
    }

    /// Waits until both are there, and then does what is to be done at once.
    fn in_step(&self, act: impl FnOnce() -> Option<Box<dyn Lease>>) -> Option<Box<dyn Lease>> {
        let _entered = self.runtime.enter();
        self.arrived.fetch_add(1, Ordering::AcqRel);
        for turn in 0_u32.. {
            if self.arrived.load(Ordering::Acquire) == 2 {
                break;
            }
            // On a busy machine the other may not be running: spinning on would only keep it waiting.
            if turn < SPINS { std::hint::spin_loop() } else { thread::yield_now() }
        }
        guarded(act).ok().flatten()
    }

    fn late<T>(&self, act: impl FnOnce() -> T) -> T {
        (0..self.head_start).for_each(|_| std::hint::spin_loop());
        act()
    }

    fn acquire(&self, actor: Actor) -> Option<Box<dyn Lease>> {
        let _entered = self.runtime.enter();
        let mut task = self.handle.acquire();
        let mut lease = self.drive(&mut task)?.ok()?;
        let id = lease.connection().number();
        self.probe.shared.lock().record(Event::Held(actor, id));
        Some(lease)
    }

    fn give_back(&self, actor: Actor, mut lease: Box<dyn Lease>) -> Option<Box<dyn Lease>> {
        let _entered = self.runtime.enter();
        let id = lease.connection().number();
        self.probe.shared.lock().record(Event::Unheld(actor, id));
        let _ = guarded(|| drop(lease));
        None
    }

    fn close(&self) -> Option<Box<dyn Lease>> {
        let mut task = self.handle.close();
        let _ = self.drive(&mut task)?;
        None
    }

    /// Polls for as long as it can be of use; what has to wait for the other of the two is dropped.
    fn drive<T>(&self, task: &mut Task<T>) -> Option<T> {
        let mut cx = Context::from_waker(Waker::noop());
        for _ in 0..POLLS {
            self.pulse.beat();
            self.probe.shared.polls.begin(None);
            if let Poll::Ready(done) = Pin::new(&mut *task).poll(&mut cx) {
                return Some(done);
            }
            if self.at_rest() {
                return None;
            }
            thread::yield_now();
        }
        None
    }

    /// Whether the other has arrived, and what it came for can be done without the one who asks.
    fn at_rest(&self) -> bool {
        let state = self.probe.shared.lock();
        state.ledger.fold().held > 0 && self.arrived.load(Ordering::Acquire) == 2
    }

    fn broken(&self, way: Meeting) -> Option<Broken> {
        let max = 1;
        {
            let state = self.probe.shared.lock();
            let fold = state.ledger.fold();
            if let Some((id, ..)) = fold.shared {
                return Some(Broken::new(
                    "ACQ-01",
                    "a connection is held by at most one guard",
                    format!("{id} had two"),
                ));
            }
            if fold.peak > max {
                let seen = format!("{} were open or being opened at once, with `max_size` {max}", fold.peak);
                return Some(Broken::new(
                    "ACQ-02",
                    "open connections and connects never exceed `max_size`",
                    seen,
                ));
            }
        }
        let status = guarded(|| self.handle.status()).ok()?;
        if status.size > max || status.idle > status.size || status.in_use > status.size {
            let seen = format!("size {}, idle {}, in_use {}", status.size, status.idle, status.in_use);
            return Some(Broken::new("ACCT-02", "every status is sane", seen));
        }
        match way {
            Meeting::ReleaseAndClose => self.left_in_a_closed_pool(),
            _ => None,
        }
    }

    fn left_in_a_closed_pool(&self) -> Option<Broken> {
        let all_ended = || {
            let state = self.probe.shared.lock();
            state.ledger.fold().opened == state.ledger.fold().ended
        };
        for _ in 0..PATIENCE {
            if all_ended() {
                return None;
            }
            if self.runtime.metrics().num_alive_tasks() == 0 {
                break;
            }
            self.pulse.beat();
            thread::sleep(PAUSE);
        }
        if all_ended() {
            return None;
        }
        let expected = "a connection that comes back while the pool is closed is ended";
        Some(Broken::new("CONC-03", expected, "it is open, in a closed pool"))
    }
}
