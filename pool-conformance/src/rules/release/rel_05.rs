//! The ways back from a guard.

use crate::{
    model::{Capability, Level, Rule, Situation, Symptom, Verification, after},
    rules::{Definition, whole},
    scenario::{ReleaseMode, Scenario},
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "REL-05",
        level: Level::Must,
        capability: Capability::Core,
        needs: &[],
        requirement: "A guard dropped while its holder unwinds from a panic gives its capacity back; the pool may discard \
                  the connection.",
        why: "One request that panics must not make the pool smaller for all that follow.",
        hints: &[
            "does the guard's `Drop` return early when `std::thread::panicking()`?",
            "is a lock poisoned by a panic and never taken again?",
        ],
        situations: &[Situation::Served, Situation::Unwound],
    },
    owns: &[
        after(&[Situation::Unwound], Symptom::Stranded),
        after(&[Situation::Unwound], Symptom::CapacityLost),
    ],
    rank: 60,
    scenario: &[whole(|s| {
        for max in 1..=3 {
            for place in 0..max {
                unwinds(s, max, place)?;
                if s.waits_when_full() {
                    unwinds_before_a_waiter(s, max, place)?;
                }
            }
            all_unwind(s, max)?;
        }
        Ok(())
    })],
};

fn unwinds(s: &mut Scenario<'_, '_>, max: usize, place: usize) -> Verification {
    s.open(0, max)?;
    let holders = s.fill()?;
    s.release_guard(holders[place], ReleaseMode::Unwind);
    let next = s.acquire();
    s.expect_held(
        next,
        &format!("the place of {} is free when its panic has dropped the guard", holders[place]),
    )?;
    s.release_guard(next, ReleaseMode::Release);
    s.expect_reachable("a holder panicked")
}

fn unwinds_before_a_waiter(s: &mut Scenario<'_, '_>, max: usize, place: usize) -> Verification {
    s.open(0, max)?;
    let holders = s.fill()?;
    let waiter = s.queue()?;
    s.release_guard(holders[place], ReleaseMode::Unwind);
    s.expect_held(waiter, "a guard that is dropped by a panic serves a waiter at once")?;
    s.expect_reachable("a holder panicked")
}

fn all_unwind(s: &mut Scenario<'_, '_>, max: usize) -> Verification {
    s.open(0, max)?;
    for holder in s.fill()? {
        s.begin_release(holder, ReleaseMode::Unwind);
    }
    s.settle();
    s.expect_reachable("every holder panicked")
}
