//! Two threads in lock step, round after round.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::{
    nothing_is_parked, tell,
    user::{Held, PATIENCE, User},
};
use crate::{
    CloseMode,
    explore::{
        Explored,
        find::Coverage,
        invariant::{Broken, Kept, bound_is_kept, nothing_is_shared, shows_sane_status},
    },
    rule::Stop,
    world::{Actor, Pulse, Tasks, World, guarded, let_others_run},
};

/// By how many turns of a spin loop one of the two is later than the other, since races have windows that are not at zero:
/// in some rounds by a few, in the others by up to a thousand.
fn delay(round: u64) -> u64 {
    const FEW: u64 = 40;
    const DOUBLED: u64 = 11;
    let nth = round / 4;
    if round.is_multiple_of(2) { nth % FEW } else { (1 << (nth % DOUBLED)) - 1 }
}

const FIRST: Actor = Actor::Client(0);
const SECOND: Actor = Actor::Client(1);

/// What two threads do at the same moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meeting {
    /// Both acquire from an empty pool of one.
    TwoAcquires,
    /// One gives back while the other acquires.
    ReleaseAndAcquire,
    /// One gives back while the other closes.
    ReleaseAndClose,
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

/// Lets two threads meet so many times in each way.
pub(crate) fn meet(world: &mut World<'_>, pulse: &Pulse, rounds: u64) -> Explored {
    let closes = world.declaration().close_mode != CloseMode::Unsupported;
    let ways = [Meeting::TwoAcquires, Meeting::ReleaseAndAcquire, Meeting::ReleaseAndClose];
    let mut explored = Explored::new(0, Coverage::Sampled, Vec::new());
    for way in ways.into_iter().filter(|way| closes || *way != Meeting::ReleaseAndClose) {
        let mut broken: Vec<(u64, Broken)> = Vec::new();
        for round in 1..=rounds {
            world.begin_schedule(explored.schedules + round);
            match come_together(world, pulse, way, round) {
                Ok(Ok(())) => {}
                Ok(Err(found)) => broken.push((round, found)),
                Err(stop) => return Explored::doubtful(stop.to_string()),
            }
        }
        explored.schedules += rounds;
        explored.found.extend(tell(&broken, way.text(), rounds));
    }
    explored
}

/// Lets two threads meet at a fresh pool of one.
fn come_together(world: &mut World<'_>, pulse: &Pulse, way: Meeting, round: u64) -> Result<Kept, Stop> {
    world.forget_reached();
    world.open(0, 1)?;
    let arrived = AtomicUsize::new(0);
    let probe = world.setup().manager.clone();
    let late = if (round / 2).is_multiple_of(2) { FIRST } else { SECOND };
    let parts = [FIRST, SECOND].map(|actor| {
        let (probe, arrived) = (probe.clone(), &arrived);
        let delay = if actor == late { delay(round) } else { 0 };
        move |post| Guest { user: User { actor, post, probe, pulse }, arrived, delay }.come(way)
    });
    let came: Result<Vec<Came>, Broken> =
        world.crowd(Tasks::Together, parts.into_iter()).into_iter().collect();
    let kept = came.and_then(|came| {
        let closed = came.iter().any(|came| came.closed);
        let kept = look(world, closed);
        for held in came.into_iter().filter_map(|came| came.held) {
            // What is wrong with giving back is a matter for those who meet over it.
            let _ = guarded(|| drop(held));
        }
        kept
    });
    Ok(kept)
}

fn look(world: &mut World<'_>, closed: bool) -> Kept {
    world.settle();
    world.count(nothing_is_shared)?;
    let max = world.max();
    world.count(|fold| bound_is_kept(fold, max))?;
    shows_sane_status(world)?;
    if closed { nothing_is_parked(world) } else { Ok(()) }
}

/// One of the two.
struct Guest<'a> {
    user: User<'a>,
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

impl Guest<'_> {
    fn come(&self, way: Meeting) -> Result<Came, Broken> {
        match (way, self.user.actor) {
            (Meeting::ReleaseAndAcquire | Meeting::ReleaseAndClose, FIRST) => {
                let held = self.user.acquire(PATIENCE);
                // Whatever came of it: the other must not wait for ever.
                self.arrive();
                held?.map_or(Ok(()), |held| self.user.part_with(held)).map(|()| Came::default())
            }
            (Meeting::ReleaseAndClose, _) => {
                self.arrive();
                Ok(Came { closed: self.user.close()?, ..Came::default() })
            }
            _ => {
                self.arrive();
                self.acquire()
            }
        }
    }

    fn acquire(&self) -> Result<Came, Broken> {
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
