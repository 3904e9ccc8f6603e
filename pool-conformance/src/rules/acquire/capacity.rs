//! All of the capacity, and no more.

use std::time::Duration;

use crate::{
    Capability,
    ledger::Call,
    probe::Behaviour,
    rule::{Check, Level, Rule, Stop},
    world::{Actor, ErrorKind, Parting, Step, Witness, World},
};

pub(crate) static ACQ_03: Rule = Rule {
    id: "ACQ-03",
    level: Level::Must,
    capability: Capability::Core,
    needs: &[],
    requirement: "The whole capacity is reachable: with a healthy manager, `max_size` acquires can all be held at once \
                  with no release.",
    why: "Places that are reserved, leaked or miscounted make a pool smaller than its configuration says \
          (mysql_async #45).",
    hints: &[
        "does the prefill keep the places of the connections that it opened?",
        "is there a limit on idle or on connecting ones that also limits those in use?",
    ],
    witnesses: &[Witness::Served],
    check: |w| {
        for (min, max) in [(0, 1), (1, 1), (0, 2), (1, 2), (0, 3), (2, 3), (3, 3), (0, 10)] {
            one_by_one(w, min, max)?;
            together(w, min, max, false)?;
            together(w, min, max, true)?;
        }
        Ok(())
    },
};

/// Twice, so that the second time connections are idle.
fn one_by_one(w: &mut World<'_>, min: usize, max: usize) -> Check {
    w.open(min, max)?;
    for round in ["", ", all having been in use before"] {
        for held in 0..max {
            let client = w.acquire();
            let expected = format!("with {held} of {max} in use, an acquire is served at once{round}");
            w.expect_held(client, &expected)?;
        }
        w.give_back_all();
    }
    Ok(())
}

fn together(w: &mut World<'_>, min: usize, max: usize, slow: bool) -> Check {
    w.open(min, max)?;
    if slow {
        w.gate(Call::Connect);
    }
    let clients: Vec<Actor> = (0..max)
        .map(|_| {
            let client = w.new_client();
            w.perform(Step::Start(client));
            client
        })
        .collect();
    w.settle();
    w.finish_all(Call::Connect, Behaviour::Succeed);
    let when = if slow { "when every connect has finished" } else { "at once" };
    let expected = format!("{max} acquires that start together on a pool of {max} are all served {when}");
    clients.into_iter().try_for_each(|client| w.expect_held(client, &expected))
}

pub(crate) static ACQ_04: Rule = Rule {
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
    witnesses: &[Witness::Served],
    check: |w| {
        for (min, max) in [(0, 1), (1, 1), (0, 2), (2, 2), (1, 3)] {
            for first in [0, max - 1] {
                if w.waits_when_full() { waits(w, min, max, first)? } else { refuses(w, min, max, first)? }
            }
            if w.waits_when_full() {
                is_overtaken(w, max)?;
            }
        }
        Ok(())
    },
};

fn waits(w: &mut World<'_>, min: usize, max: usize, first: usize) -> Check {
    const WHILE: Duration = Duration::from_secs(10);
    w.open(min, max)?;
    let holders = w.fill()?;
    let waiters = [w.acquire(), w.acquire()];
    let expected = format!("an acquire waits while {max} of {max} connections are in use");
    expect_all_pending(w, &waiters, &expected)?;
    for waiter in waiters {
        w.perform(Step::Poll(waiter));
    }
    w.settle();
    expect_all_pending(w, &waiters, &format!("{expected}, also when it is polled again"))?;
    w.advance(WHILE);
    expect_all_pending(w, &waiters, &format!("{expected}, for as long as its limit of 30 s has not passed"))?;
    w.give_back(holders[first]);
    let served = 2 - w.pending(&waiters).len();
    let expected = "one connection that is given back serves one of two waiters";
    Stop::unless(
        served == 1,
        expected,
        format!("{}, and {}", w.describe(waiters[0]), w.describe(waiters[1])),
    )?;
    waiters
        .iter()
        .filter(|waiter| !w.is_pending(**waiter))
        .try_for_each(|served| w.expect_held(*served, expected))
}

/// What comes back may go to a newcomer who asks before the waiter has looked.
fn is_overtaken(w: &mut World<'_>, max: usize) -> Check {
    w.open(0, max)?;
    let mut clients = w.fill()?;
    let waiter = w.queue()?;
    for turn in 0..2 {
        w.begin_to_part(clients[turn], Parting::Drop);
        w.perform(Step::Tasks);
        let newcomer = w.new_client();
        w.start(newcomer);
        for client in [waiter, newcomer] {
            let kept = w.is_pending(client) || w.holds(client).is_some();
            let expected = format!("{client} is served, or goes on waiting if somebody else was faster");
            Stop::unless(kept, expected, w.describe(client))?;
        }
        clients.push(newcomer);
    }
    Ok(())
}

fn expect_all_pending(w: &World<'_>, waiters: &[Actor], expected: &str) -> Check {
    waiters.iter().try_for_each(|waiter| w.expect_pending(*waiter, expected))
}

fn refuses(w: &mut World<'_>, min: usize, max: usize, first: usize) -> Check {
    w.open(min, max)?;
    let holders = w.fill()?;
    for _ in 0..2 {
        let refused = w.acquire();
        let expected = format!(
            "with {max} of {max} connections in use, an acquire fails at once with Exhausted, as declared"
        );
        w.expect_error(refused, &[ErrorKind::Exhausted], &expected)?;
    }
    w.give_back(holders[first]);
    let served = w.acquire();
    w.expect_held(served, "an acquire is served as soon as a connection has been given back")
}
