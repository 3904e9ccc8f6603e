//! A first look at a pool, before it is judged: whether the kit can control what it does.

use std::{thread, time::Duration};

use crate::{
    explore::Counterexample,
    model::{Actor, Entry, Settled, Step, Symptom},
    oracle::{Finding, check_invariants},
    sim::{Conduct, Sim},
};

/// How often, and after which pauses, to look whether an operation that does not succeed is helped on from outside. Only a
/// pool that does not succeed by itself takes that long, and what is seen here decides no rule.
const LOOKS: u32 = 200;
const PAUSE: Duration = Duration::from_millis(5);

const INIT: Actor = Actor::Init(0);
const CLIENT: Actor = Actor::Client(0);

/// What keeps a pool from being judged.
#[derive(Clone, Debug)]
pub(crate) enum Obstacle {
    /// The kit cannot control what the pool does; why.
    Uncontrolled(String),
    /// The pool blocks inside a task. A pool that does so while a panic unwinds would end the process, so nothing else of
    /// it is tried.
    Blocks(Finding, Vec<Entry>),
    /// The pool ends the process. What else it does is tried all the same, in other processes.
    EndsProcess(Box<Counterexample>),
    /// What the factory does instead of building pools as it is asked to.
    Factory(String),
}

/// Acquires, and again when the guard has been dropped, and when it has been released: what keeps the pool from being
/// judged, if anything does.
pub(crate) fn preflight(sim: &mut Sim<'_>) -> Option<Obstacle> {
    const ACQUIRE: Step = Step::Start(CLIENT);
    sim.build(0, 1).ok()?;
    for step in [Step::Start(INIT), ACQUIRE, Step::Drop(CLIENT), ACQUIRE, Step::Release(CLIENT), ACQUIRE] {
        sim.perform(step);
        sim.settle();
        if let Some(finding) = blocks(sim) {
            return Some(Obstacle::Blocks(finding, sim.trace().entries().to_vec()));
        }
        if !succeeded(sim, step) {
            return wait_for_foreign_threads(sim).map(Obstacle::Uncontrolled);
        }
        if let Some(why) = sim.foreign_threads() {
            return Some(Obstacle::Uncontrolled(why.to_owned()));
        }
    }
    does_as_it_is_asked(sim).err().map(Obstacle::Factory)
}

/// Whether the factory builds pools of the sizes that are asked for, each for itself.
///
/// A pool that knows no bound is told so by the rules: the factory is at fault only where two pools, asked for different sizes,
/// say that they have the same, and keep to it.
fn does_as_it_is_asked(sim: &mut Sim<'_>) -> Result<(), String> {
    const SIZES: [usize; 2] = [1, 3];
    let mut seen = Vec::new();
    for max in SIZES {
        match size_of_fresh_pool(sim, max) {
            Some(size) => seen.push(size),
            None if sim.pool().is_foreign() => {
                return Err("the factory gave out a pool that it had built for another set-up".to_owned());
            }
            None => return Ok(()),
        }
    }
    match seen[..] {
        [one, other] if one == other => Err(format!(
            "the factory ignores the set-up: asked for pools of {} and of {}, it built two of {one}",
            SIZES[0], SIZES[1]
        )),
        _ => Ok(()),
    }
}

/// How many connections a fresh pool says that it may have, if it lends as many and no more.
fn size_of_fresh_pool(sim: &mut Sim<'_>, max: usize) -> Option<usize> {
    const MANY: u8 = 8;
    sim.build(0, max).ok()?;
    sim.perform(Step::Start(INIT));
    sim.settle();
    let clients = (0..MANY).map(Actor::Client);
    let held = clients.clone().take_while(|client| {
        sim.perform(Step::Start(*client));
        sim.settle();
        sim.tasks().holds(*client).is_some()
    });
    let held = held.count();
    sim.ask_for_status().ok()?;
    (held < usize::from(MANY) && sim.shown().max_size == held && !sim.pool().is_foreign()).then_some(held)
}

/// Whether the last operation, or the status by now, blocked on a runtime.
fn blocks(sim: &mut Sim<'_>) -> Option<Finding> {
    check_invariants(sim).err().filter(|finding| finding.symptom == Symptom::BlockedOnRuntime)
}

fn succeeded(sim: &Sim<'_>, step: Step) -> bool {
    match step {
        Step::Start(CLIENT) => sim.tasks().holds(CLIENT).is_some(),
        Step::Start(_) => sim.tasks().settled(INIT) == Some(&Settled::Done),
        _ => !sim.tasks().is_pending(CLIENT),
    }
}

/// Whether threads that the kit does not control complete what did not succeed.
fn wait_for_foreign_threads(sim: &Sim<'_>) -> Option<String> {
    let seen = (0..LOOKS).find_map(|_| {
        let seen = sim.foreign_threads();
        if seen.is_none() {
            thread::sleep(PAUSE);
        }
        seen
    });
    seen.map(str::to_owned)
}
