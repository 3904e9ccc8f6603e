//! Two threads in lock step, round after round.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::{
    client::{Held, PATIENCE, ThreadClient},
    history::History,
    rounds::{nothing_is_parked, tell},
};
use crate::{
    explore::{Completeness, Explored},
    foreign::catch_panic,
    model::{Actor, CloseMode, Stop},
    oracle::{Attribution, Finding, Holds, bound_is_kept, nothing_is_shared, shows_sane_status},
    sim::{Conduct, Heartbeat, Sim, TaskPlacement, let_others_run},
};

/// By how many turns of a spin loop one of the two is later than the other, since races have windows that are not at zero:
/// in some rounds by a few, in the others by up to a thousand.
fn delay(round: u64) -> u64 {
    const FEW: u64 = 40;
    const DOUBLED: u64 = 11;
    let nth = round / 4;
    if round % 2 == 0 { nth % FEW } else { (1 << (nth % DOUBLED)) - 1 }
}

const FIRST: Actor = Actor::Client(0);
const SECOND: Actor = Actor::Client(1);

/// What two threads do at the same moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LockStep {
    /// Both acquire from an empty pool of one.
    TwoAcquires,
    /// One gives back while the other acquires.
    ReleaseAndAcquire,
    /// One gives back while the other closes.
    ReleaseAndClose,
}

impl LockStep {
    fn text(self) -> &'static str {
        match self {
            Self::TwoAcquires => "when two threads acquired at the same moment",
            Self::ReleaseAndAcquire => "when one thread gave back while another acquired",
            Self::ReleaseAndClose => "when one thread gave back while another closed",
        }
    }
}

/// Lets two threads meet so many times in each way.
pub(crate) fn meet(
    sim: &mut Sim<'_>,
    attribution: &Attribution,
    heartbeat: &Heartbeat,
    rounds: u64,
) -> Explored {
    let closes = sim.declaration().close_mode != CloseMode::Unsupported;
    let ways = [LockStep::TwoAcquires, LockStep::ReleaseAndAcquire, LockStep::ReleaseAndClose];
    let mut explored = Explored::new(0, Completeness::Sampled, Vec::new());
    for way in ways.into_iter().filter(|way| closes || *way != LockStep::ReleaseAndClose) {
        let mut broken: Vec<(u64, Finding)> = Vec::new();
        for round in 1..=rounds {
            sim.begin_schedule(explored.schedules + round);
            match come_together(sim, heartbeat, way, round) {
                Ok(Ok(())) => {}
                Ok(Err(found)) => broken.push((round, found)),
                Err(stop) => return Explored::doubtful(stop.to_string()),
            }
        }
        explored.schedules += rounds;
        explored.found.extend(tell(attribution, &broken, way.text(), rounds));
    }
    explored
}

/// Lets two threads meet at a fresh pool of one.
fn come_together(sim: &mut Sim<'_>, heartbeat: &Heartbeat, way: LockStep, round: u64) -> Result<Holds, Stop> {
    sim.forget_reached();
    sim.build(0, 1)?;
    sim.init()?;
    let arrived = AtomicUsize::new(0);
    let probe = sim.pool().setup().manager.clone();
    let late = if (round / 2) % 2 == 0 { FIRST } else { SECOND };
    let history = History::default();
    let parts = [FIRST, SECOND].map(|actor| {
        let (probe, arrived, history) = (probe.clone(), &arrived, &history);
        let delay = if actor == late { delay(round) } else { 0 };
        move |context| {
            let user = ThreadClient { actor, context, probe, heartbeat, history };
            Participant { user, arrived, delay }.come(way)
        }
    });
    let came: Result<Vec<Came>, Finding> =
        sim.run_threads(TaskPlacement::Together, parts.into_iter()).into_iter().collect();
    let kept = came.and_then(|came| {
        let closed = came.iter().any(|came| came.closed);
        let kept = look(sim, closed);
        for held in came.into_iter().filter_map(|came| came.held) {
            // What is wrong with giving back is a matter for those who meet over it.
            let _ = catch_panic(|| drop(held));
        }
        kept
    });
    Ok(kept)
}

fn look(sim: &mut Sim<'_>, closed: bool) -> Holds {
    sim.settle();
    nothing_is_shared(sim.trace().summary())?;
    let max = sim.pool().max_size();
    bound_is_kept(sim.trace().summary(), max)?;
    shows_sane_status(sim)?;
    if closed { nothing_is_parked(sim) } else { Ok(()) }
}

/// One of the two.
struct Participant<'a> {
    user: ThreadClient<'a>,
    arrived: &'a AtomicUsize,
    /// For how many turns of a spin loop it waits once both are there.
    delay: u64,
}

/// What one of the two has at the end.
#[derive(Default)]
struct Came {
    held: Option<Held>,
    closed: bool,
}

impl Participant<'_> {
    fn come(&self, way: LockStep) -> Result<Came, Finding> {
        match (way, self.user.actor) {
            (LockStep::ReleaseAndAcquire | LockStep::ReleaseAndClose, FIRST) => {
                let held = self.user.acquire(PATIENCE);
                // Whatever came of it: the other must not wait for ever.
                self.arrive();
                held?.map_or(Ok(()), |held| self.user.part_with(held)).map(|()| Came::default())
            }
            (LockStep::ReleaseAndClose, _) => {
                self.arrive();
                Ok(Came { closed: self.user.close()?, ..Came::default() })
            }
            _ => {
                self.arrive();
                self.acquire()
            }
        }
    }

    fn acquire(&self) -> Result<Came, Finding> {
        Ok(Came { held: self.user.acquire(PATIENCE)?, ..Came::default() })
    }

    /// Waits until both are there, and a little longer if it is to be late.
    fn arrive(&self) {
        self.arrived.fetch_add(1, Ordering::AcqRel);
        for turn in 0.. {
            if self.arrived.load(Ordering::Acquire) == 2 {
                break;
            }
            let_others_run(turn);
        }
        (0..self.delay).for_each(|_| std::hint::spin_loop());
    }
}
