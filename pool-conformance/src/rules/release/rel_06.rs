//! A guard that is dropped in no runtime.

use crate::{
    model::{Actor, Capability, CloseMode, Level, Rule, Settled, Situation, Step, Stop, Verification},
    rules::{Definition, GENERAL, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "REL-06",
        level: Level::Should,
        capability: Capability::DropAnywhere,
        needs: &[],
        requirement: "Dropping a guard outside any runtime neither panics nor loses capacity.",
        why: "Guards travel to blocking threads and into destructors, where there is no runtime to spawn on (sqlx #1396).",
        hints: &[
            "does the guard's `Drop` call `tokio::spawn`, which panics without a runtime?",
            "what becomes of the place where `Handle::try_current` finds none?",
        ],
        situations: &[Situation::Served, Situation::DroppedOutside],
    },
    owns: &[],
    rank: GENERAL,
    scenario: &[whole(|s| {
        // What goes wrong inside a runtime already is a matter of other rules.
        if let Err(Stop::Broken(violation)) = drops(s, Step::Drop) {
            return Err(Stop::unreached(format!(
                "what is wrong inside a runtime already: {}",
                violation.seen
            )));
        }
        drops(s, Step::DropOutside)
    })],
};

/// How a guard is dropped.
type Drops = fn(Actor) -> Step;

fn drops(s: &mut Scenario<'_, '_>, how: Drops) -> Verification {
    for max in 1..=2 {
        for broken in [false, true] {
            s.open(0, max)?;
            let holders = s.fill()?;
            dropped(s, how, holders[0], broken)?;
            s.expect_capacity("a guard was dropped in no runtime")?;
            if s.waits_when_full() {
                serves_a_waiter(s, how, max, broken)?;
            }
            if s.declaration().close_mode != CloseMode::Unsupported {
                after_close(s, how, max, broken)?;
            }
        }
    }
    Ok(())
}

/// Drops a guard, which is not to panic.
fn dropped(s: &mut Scenario<'_, '_>, how: Drops, holder: Actor, broken: bool) -> Verification {
    if broken {
        s.perform(Step::Break(holder));
    }
    s.perform(how(holder));
    s.settle();
    let panicked = matches!(s.settled(holder), Some(Settled::Panicked(_)));
    Stop::unless(!panicked, "a guard can be dropped outside any runtime", s.describe(holder))
}

fn serves_a_waiter(s: &mut Scenario<'_, '_>, how: Drops, max: usize, broken: bool) -> Verification {
    s.open(0, max)?;
    let holders = s.fill()?;
    let waiter = s.queue()?;
    dropped(s, how, holders[0], broken)?;
    s.expect_held(waiter, "a guard that is dropped outside any runtime serves a waiter")
}

fn after_close(s: &mut Scenario<'_, '_>, how: Drops, max: usize, broken: bool) -> Verification {
    s.open(0, max)?;
    let holders = s.fill()?;
    let close = s.begin_close();
    for holder in holders {
        dropped(s, how, holder, broken)?;
    }
    s.expect_settled(close, "`close` completes when its guards have been dropped outside any runtime")?;
    s.expect_all_ended("by `close`, the guards having been dropped outside any runtime")
}
