//! All of the capacity, and no more.

use std::time::Duration;

use crate::{
    model::{
        Actor, Capability, ErrorKind, Level, Rule, Situation, Step, Stop, Symptom, Verification, always,
    },
    rules::{Definition, GENERAL, whole},
    scenario::{ReleaseMode, Scenario},
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "ACQ-04",
        level: Level::Must,
        capability: Capability::Core,
        needs: &[],
        requirement: "When the pool is full, acquire waits until there is capacity, its limit passes or the pool closes, \
                  and gets nothing beyond the bound; a pool that declares FailFast fails promptly with Exhausted.",
        why: "A pool that refuses when it is full turns every short burst into errors; one that goes beyond its bound \
          has none.",
        hints: &[
            "does an acquire that finds nothing queue, or return an error?",
            "does a poll without a wake let a waiter through?",
            "a pool that is meant to fail at once declares `Exhaustion::FailFast`",
        ],
        situations: &[Situation::Served],
    },
    owns: &[always(Symptom::RefusedWhenFull)],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for (min, max) in [(0, 1), (1, 1), (0, 2), (2, 2), (1, 3)] {
            for first in [0, max - 1] {
                if s.waits_when_full() { waits(s, min, max, first)? } else { refuses(s, min, max, first)? }
            }
            if s.waits_when_full() {
                is_overtaken(s, max)?;
            }
        }
        Ok(())
    })],
};

fn waits(s: &mut Scenario<'_, '_>, min: usize, max: usize, first: usize) -> Verification {
    const WHILE: Duration = Duration::from_secs(10);
    s.open(min, max)?;
    let holders = s.fill()?;
    let waiters = [s.acquire(), s.acquire()];
    let expected = format!("an acquire waits while {max} of {max} connections are in use");
    expect_all_pending(s, &waiters, &expected)?;
    for waiter in waiters {
        s.perform(Step::Poll(waiter));
    }
    s.settle();
    expect_all_pending(s, &waiters, &format!("{expected}, also when it is polled again"))?;
    s.advance(WHILE);
    expect_all_pending(s, &waiters, &format!("{expected}, for as long as its limit of 30 s has not passed"))?;
    s.give_back(holders[first]);
    let served = 2 - s.pending(&waiters).len();
    let expected = "one connection that is given back serves one of two waiters";
    Stop::unless(
        served == 1,
        expected,
        format!("{}, and {}", s.describe(waiters[0]), s.describe(waiters[1])),
    )?;
    waiters
        .iter()
        .filter(|waiter| !s.is_pending(**waiter))
        .try_for_each(|served| s.expect_held(*served, expected))
}

/// What comes back may go to a newcomer who asks before the waiter has looked.
fn is_overtaken(s: &mut Scenario<'_, '_>, max: usize) -> Verification {
    s.open(0, max)?;
    let mut clients = s.fill()?;
    let waiter = s.queue()?;
    for turn in 0..2 {
        s.begin_release(clients[turn], ReleaseMode::Drop);
        s.perform(Step::Tasks);
        let newcomer = s.new_client();
        s.start(newcomer);
        for client in [waiter, newcomer] {
            let kept = s.is_pending(client) || s.holds(client).is_some();
            let expected = format!("{client} is served, or goes on waiting if somebody else was faster");
            Stop::unless(kept, expected, s.describe(client))?;
        }
        clients.push(newcomer);
    }
    Ok(())
}

fn expect_all_pending(s: &Scenario<'_, '_>, waiters: &[Actor], expected: &str) -> Verification {
    waiters.iter().try_for_each(|waiter| s.expect_pending(*waiter, expected))
}

fn refuses(s: &mut Scenario<'_, '_>, min: usize, max: usize, first: usize) -> Verification {
    s.open(min, max)?;
    let holders = s.fill()?;
    for _ in 0..2 {
        let refused = s.acquire();
        let expected = format!(
            "with {max} of {max} connections in use, an acquire fails at once with Exhausted, as declared"
        );
        s.expect_error(refused, &[ErrorKind::Exhausted], &expected)?;
    }
    s.give_back(holders[first]);
    let served = s.acquire();
    s.expect_held(served, "an acquire is served as soon as a connection has been given back")
}
