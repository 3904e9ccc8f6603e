//! Larger worlds, by sampling: scripts that proptest draws.

use proptest::{
    collection::vec,
    prelude::{Strategy, any},
    strategy::ValueTree,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

use super::{
    Explored,
    difference::first_difference,
    find::{Coverage, Finds},
    run::{Ran, run},
    script::{CLIENTS, DELAY, Gates, Script},
};
use crate::{
    Capability,
    ledger::Call,
    probe::{Behaviour, Reentry},
    world::{Actor, Span, Step, World},
};

/// The most steps that a sampled script has.
const STEPS: usize = 48;
/// One in so many scripts is run twice, to see whether the pool does the same again.
const REPEATED: u64 = 10;
/// In one of so many scripts the pool is called back, if it claims that it may be.
const CALLED_BACK: usize = 4;
/// The largest sampled pool.
const MAX_SIZE: u8 = 4;

/// Draws so many scripts and runs each.
pub(crate) fn sample(world: &mut World<'_>, seed: u64, schedules: u64, closes: bool) -> Explored {
    let reenters = world.declaration().claims(Capability::Reentrancy);
    let mut bytes = [1; 16];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::XorShift, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let scripts = scripts(closes, reenters);
    let mut finds = Finds::default();
    for done in 0..schedules {
        let Ok(tree) = scripts.new_tree(&mut runner) else {
            return finds.explored(world, done, Coverage::Partial);
        };
        let script = tree.current();
        match run(world, &script) {
            Ran::Kept => {}
            Ran::Broken(broken) => finds.add(broken, &script, done + 1),
            Ran::Stopped(stop) => return Explored::doubtful(stop.to_string()),
        }
        if finds.are_enough() {
            return finds.explored(world, done + 1, Coverage::Partial);
        }
        if done % REPEATED == 0
            && let Some(difference) = repeat(world, &script)
        {
            return Explored::doubtful(difference);
        }
    }
    finds.explored(world, schedules, Coverage::Partial)
}

/// Runs a script again: how that differs from the run before, if it does.
fn repeat(world: &mut World<'_>, script: &Script) -> Option<String> {
    let before = world.state().ledger.entries().to_vec();
    run(world, script);
    let state = world.state();
    let now = state.ledger.entries();
    (now != before).then(|| first_difference(script, &before, now))
}

fn scripts(closes: bool, reenters: bool) -> impl Strategy<Value = Script> {
    let pool = (1..=MAX_SIZE, 0..=MAX_SIZE, any::<bool>(), any::<[bool; 3]>());
    (pool, vec(any::<u32>(), 4..STEPS)).prop_map(move |((max, min, validate, gated), drawn)| {
        let [connect, check, disconnect] = gated;
        let gates = Gates { connect, check, disconnect };
        let reenters = reenters && drawn.len() % CALLED_BACK == 0;
        let steps = drawn.into_iter().map(|number| step(Draw(number), closes, reenters)).collect();
        Script { validate, gates, steps, ..Script::of(min.min(max), max) }
    })
}

/// A number that choices are taken from, one after the other.
///
/// A strategy for each step would be drawn with a generator of its own, which takes ten times as long as running it.
struct Draw(u32);

impl Draw {
    fn below(&mut self, bound: u32) -> u32 {
        let choice = self.0 % bound;
        self.0 /= bound;
        choice
    }

    /// Mostly one of the first few clients, so that their steps meet.
    fn client(&mut self) -> Actor {
        let bound = if self.below(4) == 0 { CLIENTS } else { CLIENTS / 2 };
        Actor::Client(u8::try_from(self.below(bound.into())).unwrap_or_default())
    }

    fn reentry(&mut self) -> Reentry {
        [Reentry::Status, Reentry::Acquire, Reentry::Leave][self.below(3) as usize]
    }

    fn call(&mut self) -> Call {
        match self.below(7) {
            0..=3 => Call::Connect,
            4 | 5 => Call::Check,
            _ => Call::Disconnect,
        }
    }
}

/// A step; crowds, cancellations and faults are common, closes are rare, since little happens after one.
fn step(mut draw: Draw, closes: bool, reenters: bool) -> Step {
    let close = if closes { Actor::Close(0) } else { Actor::Init(1) };
    match draw.below(100) {
        0..=23 => Step::Start(draw.client()),
        24..=34 => Step::Poll(draw.client()),
        35..=45 => Step::Drop(draw.client()),
        46..=54 => Step::Cancel(draw.client()),
        55..=58 => Step::Release(draw.client()),
        61 if reenters => Step::Arm(draw.client(), draw.reentry()),
        90 if reenters => Step::Next(draw.call(), Behaviour::Reenter(draw.reentry())),
        59..=61 => Step::PollAnew(draw.client()),
        62..=64 => Step::Break(draw.client()),
        65 => Step::Unwind(draw.client()),
        66 => Step::Create(draw.client()),
        67..=78 => Step::Finish(draw.call(), Behaviour::Succeed),
        79..=81 => Step::FinishSecond(draw.call(), Behaviour::Succeed),
        82..=84 => Step::Finish(draw.call(), Behaviour::Fail),
        85 => Step::Finish(Call::Connect, Behaviour::Panic),
        86 => Step::Next(draw.call(), Behaviour::Fail),
        87 => Step::Next(draw.call(), Behaviour::Delay(DELAY)),
        88 => Step::Next(Call::Connect, Behaviour::Panic),
        89 | 90 => Step::BreakIdle,
        91..=94 => Step::Tasks,
        95 => Step::Settle,
        96 => Step::Advance(Span::secs(if draw.below(2) == 0 { 1 } else { 30 })),
        97 => Step::Start(close),
        98 => Step::Poll(close),
        _ => Step::Start(Actor::Init(1)),
    }
}
