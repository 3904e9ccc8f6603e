//! Larger worlds, by sampling: scripts that proptest draws.

use std::time::Duration;

use proptest::{
    collection::vec,
    prelude::{Just, Strategy, any},
    prop_oneof,
    strategy::ValueTree,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

use super::{
    Explored,
    find::{Coverage, Finds},
    run::{Ran, run},
    script::{CLIENTS, Gates, Script},
};
use crate::{
    ledger::Call,
    probe::Behaviour,
    world::{Actor, Step, World},
};

/// The most steps that a sampled script has.
const STEPS: usize = 48;
/// The largest sampled pool.
const MAX_SIZE: u8 = 4;

/// Draws so many scripts and runs each.
pub(crate) fn sample(world: &mut World<'_>, seed: u64, schedules: u64, closes: bool) -> Explored {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let scripts = scripts(closes);
    let mut finds = Finds::default();
    for done in 0..schedules {
        let Ok(tree) = scripts.new_tree(&mut runner) else {
            return Explored::new(done, Coverage::Partial, finds.shrunk(world));
        };
        let script = tree.current();
        match run(world, &script) {
            Ran::Kept => {}
            Ran::Broken(broken) => finds.add(&broken, &script),
            Ran::Stopped(stop) => return Explored::doubtful(stop.to_string()),
        }
    }
    Explored::new(schedules, Coverage::Partial, finds.shrunk(world))
}

fn scripts(closes: bool) -> impl Strategy<Value = Script> {
    let pool = (1..=MAX_SIZE, 0..=MAX_SIZE, any::<bool>(), any::<[bool; 3]>());
    (pool, vec(step(closes), 4..STEPS)).prop_map(|((max, min, validate, gated), steps)| {
        let [connect, check, disconnect] = gated;
        Script { min: min.min(max), max, validate, gates: Gates { connect, check, disconnect }, steps }
    })
}

/// A step; crowds, cancellations and faults are common, closes are rare, since nothing new happens after one.
fn step(closes: bool) -> impl Strategy<Value = Step> {
    let close = if closes { Actor::Close(0) } else { Actor::Init(1) };
    prop_oneof![
        24 => client(CLIENTS).prop_map(Step::Start),
        12 => client(CLIENTS).prop_map(Step::Poll),
        12 => client(CLIENTS).prop_map(Step::Drop),
        10 => client(CLIENTS).prop_map(Step::Cancel),
        4 => client(CLIENTS).prop_map(Step::Release),
        3 => client(CLIENTS).prop_map(Step::PollAnew),
        3 => client(CLIENTS).prop_map(Step::Break),
        1 => client(CLIENTS).prop_map(Step::Unwind),
        1 => client(CLIENTS).prop_map(Step::Create),
        12 => call().prop_map(|call| Step::Finish(call, Behaviour::Succeed)),
        3 => call().prop_map(|call| Step::FinishSecond(call, Behaviour::Succeed)),
        4 => call().prop_map(|call| Step::Finish(call, Behaviour::Fail)),
        2 => Just(Step::Finish(Call::Connect, Behaviour::Panic)),
        3 => call().prop_map(|call| Step::Next(call, Behaviour::Fail)),
        1 => Just(Step::Next(Call::Connect, Behaviour::Panic)),
        2 => Just(Step::BreakIdle),
        6 => Just(Step::Tasks),
        2 => Just(Step::Settle),
        1 => prop_oneof![Just(1), Just(30)].prop_map(|seconds| Step::Advance(Duration::from_secs(seconds))),
        1 => Just(Step::Start(close)),
        1 => Just(Step::Poll(close)),
        1 => Just(Step::Start(Actor::Init(1))),
    ]
}

/// Mostly the first few clients, so that their steps meet.
fn client(count: u8) -> impl Strategy<Value = Actor> {
    prop_oneof![3 => 0..count / 2, 1 => 0..count].prop_map(Actor::Client)
}

fn call() -> impl Strategy<Value = Call> {
    prop_oneof![4 => Just(Call::Connect), 2 => Just(Call::Check), 1 => Just(Call::Disconnect)]
}
