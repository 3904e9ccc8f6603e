//! Strategies for scripts.

use std::ops::Range;

use proptest::{
    collection::vec,
    prelude::{Strategy, any},
    sample::select,
    strategy::{NewTree, ValueTree},
    test_runner::TestRunner,
};

use super::{Profile, ScriptTree, steps};
use crate::model::{Actor, Gates, Limits, Script, Step, TimeLimit};

/// How many steps a sampled script has.
const STEPS: Range<usize> = 8..56;
/// How many a long life has.
const STEPS_OF_LONG_LIFE: Range<usize> = 500..700;
/// In one of so many scripts `init` is a client like the others.
const BEFORE_INIT: u8 = 8;
/// How many steps may come before it there, at most. In half of these scripts none do.
const LATEST_INIT: u8 = 6;
/// In one of so many scripts limits are out of the ordinary.
const UNUSUAL: u8 = 4;
/// The largest sampled pool.
const MAX_SIZE: u8 = 4;

/// Scripts that would make sense in the reference model. They shrink to the shortest that do the same.
#[derive(Clone, Copy, Debug)]
pub struct Scripts {
    profile: Profile,
}

/// Scripts for a pool that can have this done to it.
pub(crate) fn scripts(profile: Profile) -> Scripts {
    Scripts { profile }
}

impl Strategy for Scripts {
    type Tree = ScriptTree;
    type Value = Script;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        Ok(ScriptTree::new(drawn(self.profile).new_tree(runner)?.current()))
    }
}

/// Mostly connects are slow in one script of two, and other calls in one of four.
fn gates() -> impl Strategy<Value = Gates> {
    let slow = |odds: u8| (0..odds).prop_map(|number| number == 0);
    (slow(2), slow(4), slow(4)).prop_map(|(connect, check, disconnect)| Gates { connect, check, disconnect })
}

/// Mostly those of an ordinary set-up; otherwise one or two are another.
fn limits() -> impl Strategy<Value = Limits> {
    use TimeLimit::{Endless, HalfMinute, MinuteAndQuarter, None, Second, TenMinutes, Zero};
    let others = (
        select(&[HalfMinute, None, Zero, Second, MinuteAndQuarter, TenMinutes, Endless][..]),
        select(&[None, Second, MinuteAndQuarter, TenMinutes, Endless][..]),
        select(&[None, Second, MinuteAndQuarter, TenMinutes, Endless][..]),
    );
    (0..UNUSUAL * 3, others).prop_map(|(drawn, (acquire, idle, lifetime))| match drawn {
        0 => Limits { acquire, idle, ..Limits::USUAL },
        1 => Limits { acquire, lifetime, ..Limits::USUAL },
        2 => Limits { idle, lifetime, ..Limits::USUAL },
        _ => Limits::USUAL,
    })
}

/// Scripts that would make sense in the reference model.
fn drawn(profile: Profile) -> impl Strategy<Value = Script> {
    let pool = (1..=MAX_SIZE, 0..=MAX_SIZE, any::<bool>(), gates(), 0..BEFORE_INIT, 0..2 * LATEST_INIT);
    (pool, limits(), vec(any::<u32>(), if profile.long { STEPS_OF_LONG_LIFE } else { STEPS })).prop_map(
        move |((max, min, validate, gates, before_init, late), limits, drawn)| {
            let uninitialised = before_init == 0;
            // Where all is as usual more happens.
            let (gates, limits) = if profile.long { (Gates::NONE, Limits::USUAL) } else { (gates, limits) };
            let script = Script { validate, gates, limits, uninitialised, ..Script::of(min.min(max), max) };
            let mut steps = steps(&script, &drawn, profile);
            if uninitialised {
                let before = usize::from(late.saturating_sub(LATEST_INIT)).min(steps.len());
                steps.insert(before, Step::Start(Actor::Init(0)));
            }
            Script { steps, ..script }
        },
    )
}
