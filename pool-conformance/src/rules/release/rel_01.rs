//! The ways back from a guard.

use crate::{
    model::{Capability, Level, Rule, Situation, Stop, Verification},
    rules::{Definition, GENERAL, whole},
    scenario::{ReleaseMode, Scenario},
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "REL-01",
        level: Level::Must,
        capability: Capability::Core,
        needs: &[],
        requirement: "Dropping a guard returns its capacity, and its connection if healthy, with no further call by anyone.",
        why: "Code that holds a guard relies on its drop; a place that comes back only later, or never, runs the pool dry \
          (sqlx #4349).",
        hints: &[
            "does the guard's `Drop` free the place on every path, that of a broken connection included?",
            "does a drop send a message, and what becomes of one for which the mailbox has no room?",
            "does a drop only put the connection down for the next caller to find, and wake nobody?",
        ],
        situations: &[Situation::Served, Situation::Reused],
    },
    owns: &[],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for (min, max) in [(0, 1), (1, 1), (0, 2), (1, 3)] {
            comes_back(s, min, max)?;
            for how in [ReleaseMode::Drop, ReleaseMode::Broken] {
                for place in 0..max {
                    frees_a_place(s, min, max, place, how)?;
                    if s.waits_when_full() {
                        serves_a_waiter(s, min, max, place, how)?;
                    }
                }
                all_at_once(s, min, max, how)?;
            }
        }
        // More than a mailbox of some fixed size may hold, and no task runs in between.
        all_at_once(s, 0, MANY, ReleaseMode::Drop)
    })],
};

/// How many guards are dropped at one moment.
const MANY: usize = 40;

fn comes_back(s: &mut Scenario<'_, '_>, min: usize, max: usize) -> Verification {
    s.open(min, max)?;
    for holder in s.fill()? {
        let id = s.holds(holder).ok_or_else(|| Stop::unreached("a guard to drop"))?;
        s.give_back(holder);
        let expected = format!("{id} is healthy and stays open when its guard is dropped");
        Stop::unless(!s.trace().is_ended(id), expected, format!("{id} was ended"))?;
    }
    s.expect_reachable("every guard was dropped")
}

fn frees_a_place(
    s: &mut Scenario<'_, '_>,
    min: usize,
    max: usize,
    place: usize,
    how: ReleaseMode,
) -> Verification {
    s.open(min, max)?;
    let holders = s.fill()?;
    s.release_guard(holders[place], how);
    let next = s.acquire();
    s.expect_held(next, &format!("the place of {} is free when its guard has been dropped", holders[place]))?;
    s.expect_reachable("guards were dropped")
}

fn serves_a_waiter(
    s: &mut Scenario<'_, '_>,
    min: usize,
    max: usize,
    place: usize,
    how: ReleaseMode,
) -> Verification {
    s.open(min, max)?;
    let holders = s.fill()?;
    let waiter = s.queue()?;
    s.release_guard(holders[place], how);
    s.expect_held(waiter, "a guard that is dropped serves a waiter, with no further call by anyone")
}

fn all_at_once(s: &mut Scenario<'_, '_>, min: usize, max: usize, how: ReleaseMode) -> Verification {
    s.open(min, max)?;
    for holder in s.fill()? {
        s.begin_release(holder, how);
    }
    s.settle();
    s.expect_reachable("every guard was dropped at one moment")
}
