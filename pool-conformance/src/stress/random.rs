//! Several threads at once, round after round: what they do and what fails only a seed decides, and how their steps
//! interleave nobody does. What the pool spawns runs beside them: in some rounds on one thread more, in others on
//! the same threads, each on the one next to that which spawned it.

use super::{
    client::ThreadClient,
    history::History,
    rounds::{nothing_is_parked, tell},
    workload::Workload,
};
use crate::{
    explore::{Completeness, Explored},
    generate::Rng,
    model::{Actor, Capability, CloseMode, Declaration, Stop},
    oracle::{Attribution, Finding, Holds, check_invariants, teardown},
    sim::{Conduct, Heartbeat, Sim, TaskPlacement},
};

pub(crate) const THREADS: u8 = 4;
/// How many moves each thread makes in a round.
const MOVES: u32 = 24;

/// Lets threads use a pool of one or two at once, so many times.
pub(crate) fn stress(
    sim: &mut Sim<'_>,
    attribution: &Attribution,
    heartbeat: &Heartbeat,
    seed: u64,
    rounds: u64,
) -> Explored {
    let mut broken: Vec<(u64, Finding)> = Vec::new();
    for round in 1..=rounds {
        sim.begin_schedule(round);
        let rng = Rng::new(seed.wrapping_mul(rounds).wrapping_add(round));
        match play(sim, heartbeat, rng) {
            Ok(Ok(())) => {}
            Ok(Err(found)) => broken.push((round, found)),
            Err(stop) => return Explored::doubtful(stop.to_string()),
        }
    }
    let found = tell(attribution, &broken, "when four threads used the pool at once", rounds);
    Explored::new(rounds, Completeness::Sampled, found)
}

fn play(sim: &mut Sim<'_>, heartbeat: &Heartbeat, mut rng: Rng) -> Result<Holds, Stop> {
    let max = 1 + usize::from(rng.below(2));
    let min = usize::from(rng.below(2));
    let validate = rng.below(2) == 0;
    let tasks = if rng.below(2) == 0 { TaskPlacement::Together } else { TaskPlacement::Apart };
    let ends_with_close = can_close(sim.declaration()) && rng.below(3) == 0;
    sim.forget_reached();
    sim.build_with(min, max, |setup| setup.validate_on_acquire = validate)?;
    sim.init()?;
    let health_checks = sim.declaration().claims(Capability::PoolHealth);
    let seeds: Vec<Rng> = (0..THREADS).map(|_| rng.split()).collect();
    let probe = sim.pool().setup().manager.clone();
    let history = History::default();
    let in_order = sim.declaration().claims(Capability::Linearizable);
    let parts = (0..THREADS).zip(seeds).map(|(number, rng)| {
        let (probe, history) = (probe.clone(), &history);
        move |context| {
            let user = ThreadClient { actor: Actor::Client(number), context, probe, heartbeat, history };
            let mut player = Workload { user, rng, max, health_checks, in_order };
            player.play(MOVES)?;
            if ends_with_close && number == 0 { player.user.close() } else { Ok(false) }
        }
    });
    let ends: Result<Vec<bool>, Finding> = sim.run_threads(tasks, parts).into_iter().collect();
    Ok(ends.and_then(|completed| {
        let completed = completed.contains(&true);
        aftermath(sim, ends_with_close, completed)
    }))
}

/// A pool that ends what is lent when it is closed does so at any moment, which threads cannot tell from a mistake.
fn can_close(declaration: &Declaration) -> bool {
    matches!(declaration.close_mode, CloseMode::Detach | CloseMode::Wait)
}

/// When all is at rest, on one thread: what holds at the end of every run.
fn aftermath(sim: &mut Sim<'_>, closed: bool, completed: bool) -> Holds {
    sim.heal();
    check_invariants(sim)?;
    if completed {
        nothing_is_parked(sim)?;
    }
    if closed {
        sim.begin_close();
    }
    teardown(sim).map_err(Finding::among_threads)
}
