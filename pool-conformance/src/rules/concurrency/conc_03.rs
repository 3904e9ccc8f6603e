//! Guards that come back while `close` runs.

use crate::model::{
    Behaviour::{Gate, Succeed},
    Leak,
    Step::{Always, Cancel, Create, Drop, Finish, Poll, Release, Settle},
};
use std::time::Duration;

use crate::{
    model::{
        Actor, Call, Capability, Level, Need, Rule, Situation, Step, Stop, Symptom, Verification, always,
    },
    rules::{Definition, GENERAL, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "CONC-03",
        level: Level::Must,
        capability: Capability::Core,
        needs: &[Need::Closing],
        requirement: "A release that races with `close` ends its connection; it is never parked idle in a closed pool.",
        why: "The release saw an open pool, `close` saw nothing idle, and the connection stays open until the process \
          ends (commons-pool POOL-263, clickhouse-go #1833).",
        hints: &[
            "does a release look at the closed flag and put its connection away under one lock?",
            "does a task that takes a connection back look at the flag when it runs, and not when it is spawned?",
            "does `close` look for idle connections again after it has awaited something?",
        ],
        situations: &[
            Situation::Served,
            Situation::ClosedWithHeld,
            Situation::ClosedWithIdle,
            Situation::Released,
        ],
    },
    owns: &[always(Symptom::ParkedInClosedPool), always(Symptom::Leaked(Leak::Returning))],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for max in [2, 3] {
            for release in [Drop, Release] {
                for at in 0..=CLOSING.len() {
                    comes_back_during_close(s, max, release, at)?;
                }
            }
        }
        for fate in [Poll, Cancel] {
            chosen_when_close_starts(s, fate)?;
        }
        Ok(())
    })],
};

const CLOSE: Actor = Actor::Close(0);

/// A `close` that has two connections to disconnect, each of which takes its time.
const CLOSING: [Step; 8] = [
    Create(CLOSE),
    Poll(CLOSE),
    Settle,
    Finish(Call::Disconnect, Succeed),
    Poll(CLOSE),
    Settle,
    Finish(Call::Disconnect, Succeed),
    Settle,
];

/// One guard comes back before the step of that number, with nothing in between, and the others after the last.
fn comes_back_during_close(
    s: &mut Scenario<'_, '_>,
    max: usize,
    release: fn(Actor) -> Step,
    at: usize,
) -> Verification {
    s.open(0, max)?;
    let holders = s.fill()?;
    s.give_back(holders[0]);
    s.perform(Always(Call::Disconnect, Gate));
    s.perform(Always(Call::Check, Gate));
    for step in &CLOSING[..at] {
        s.perform(*step);
    }
    s.perform(release(holders[1]));
    for step in &CLOSING[at..] {
        s.perform(*step);
    }
    nothing_is_parked(s)
}

/// A guard comes back, which is a waiter's turn; but `close` starts before the waiter knows, or while it gives up.
fn chosen_when_close_starts(s: &mut Scenario<'_, '_>, fate: fn(Actor) -> Step) -> Verification {
    if !s.waits_when_full() {
        return Ok(());
    }
    for close_first in [true, false] {
        s.open(0, 1)?;
        let holder = s.hold()?;
        let waiter = s.queue()?;
        s.perform(Drop(holder));
        for step in
            if close_first { [Step::Start(CLOSE), fate(waiter)] } else { [fate(waiter), Step::Start(CLOSE)] }
        {
            s.perform(step);
        }
        nothing_is_parked(s)?;
    }
    Ok(())
}

fn nothing_is_parked(s: &mut Scenario<'_, '_>) -> Verification {
    const WIND_DOWN: Duration = Duration::from_secs(60);
    s.heal();
    s.serve_in_turn();
    if s.trace().live() > 0 {
        s.advance(WIND_DOWN);
    }
    let parked = s.trace().count(|summary| summary.idle().map(|id| id.to_string()).collect::<Vec<_>>());
    let expected = "a connection that comes back while `close` runs is ended, as is every other";
    Stop::unless(
        parked.is_empty(),
        expected,
        format!("open in a closed pool, held by nobody: {}", parked.join(", ")),
    )?;
    let idle = s.status()?.idle;
    Stop::unless(idle == 0, "a closed pool has nothing idle", format!("`status` shows idle {idle}"))
}
