//! Guards that come back while `close` runs.

use std::time::Duration;

use crate::{
    Capability,
    ledger::Call,
    probe::Behaviour::{Gate, Succeed},
    rule::{Check, Level, Need, Rule, Stop},
    world::{
        Actor,
        Step::{self, Always, Cancel, Create, Drop, Finish, Poll, Release, Settle},
        Witness, World,
    },
};

pub(crate) static CONC_03: Rule = Rule {
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
    witnesses: &[Witness::Served, Witness::ClosedWithHeld, Witness::ClosedWithIdle, Witness::Released],
    check: |w| {
        for max in [2, 3] {
            for release in [Drop, Release] {
                for at in 0..=CLOSING.len() {
                    comes_back_during_close(w, max, release, at)?;
                }
            }
        }
        for fate in [Poll, Cancel] {
            chosen_when_close_starts(w, fate)?;
        }
        Ok(())
    },
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
fn comes_back_during_close(w: &mut World<'_>, max: usize, release: fn(Actor) -> Step, at: usize) -> Check {
    w.open(0, max)?;
    let holders = w.fill()?;
    w.give_back(holders[0]);
    w.perform(Always(Call::Disconnect, Gate));
    w.perform(Always(Call::Check, Gate));
    for step in &CLOSING[..at] {
        w.perform(*step);
    }
    w.perform(release(holders[1]));
    for step in &CLOSING[at..] {
        w.perform(*step);
    }
    nothing_is_parked(w)
}

/// A guard comes back, which is a waiter's turn; but `close` starts before the waiter knows, or while it gives up.
fn chosen_when_close_starts(w: &mut World<'_>, fate: fn(Actor) -> Step) -> Check {
    if !w.waits_when_full() {
        return Ok(());
    }
    for close_first in [true, false] {
        w.open(0, 1)?;
        let holder = w.hold()?;
        let waiter = w.queue()?;
        w.perform(Drop(holder));
        for step in
            if close_first { [Step::Start(CLOSE), fate(waiter)] } else { [fate(waiter), Step::Start(CLOSE)] }
        {
            w.perform(step);
        }
        nothing_is_parked(w)?;
    }
    Ok(())
}

fn nothing_is_parked(w: &mut World<'_>) -> Check {
    const WIND_DOWN: Duration = Duration::from_mins(1);
    w.heal();
    w.serve_in_turn();
    if w.live() > 0 {
        w.advance(WIND_DOWN);
    }
    let parked = w.count(|fold| fold.idle().map(|id| id.to_string()).collect::<Vec<_>>());
    let expected = "a connection that comes back while `close` runs is ended, as is every other";
    Stop::unless(
        parked.is_empty(),
        expected,
        format!("open in a closed pool, held by nobody: {}", parked.join(", ")),
    )?;
    let idle = w.status()?.idle;
    Stop::unless(idle == 0, "a closed pool has nothing idle", format!("`status` shows idle {idle}"))
}
