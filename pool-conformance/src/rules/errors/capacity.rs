//! What a failed connect leaves to others.

use std::time::Duration;

use super::{failed_connects, let_try, retries};
use crate::{
    Capability, Setup,
    ledger::Call,
    probe::Behaviour,
    rule::{Check, Level, Need, Rule, Stop},
    world::{Actor, Step, Witness, World},
};

pub(crate) static ERR_04: Rule = Rule {
    id: "ERR-04",
    level: Level::Must,
    capability: Capability::Core,
    needs: &[],
    requirement: "Failed connects leave the capacity intact: when the manager is well again, `max_size` connections \
                  can be held at once.",
    why: "A slot that is lost with every failed connect turns a short outage into a pool that never serves again \
          (deadpool before 0.4.0).",
    hints: &[
        "is the slot, permit or counter that was taken for a connect given back on its error path, too?",
        "is it given back when the error returns early, with `?`?",
    ],
    witnesses: &[Witness::Served, Witness::ConnectFailed],
    check: |w| {
        for (max, held) in [(1, 0), (2, 0), (2, 1), (3, 1)] {
            one_after_the_other(w, max, held)?;
            all_at_once(w, max, held)?;
        }
        Ok(())
    },
};

/// Three times as many connects fail as there are slots.
fn one_after_the_other(w: &mut World<'_>, max: usize, held: usize) -> Check {
    open_with(w, max, held)?;
    w.perform(Step::Always(Call::Connect, Behaviour::Fail));
    let client = w.new_client();
    for _ in 0..3 * max {
        w.start(client);
        let_try(w, client);
        w.cancel(client);
    }
    whole_again(w)
}

/// More clients than there are slots wait for connects, each of which fails in its turn.
fn all_at_once(w: &mut World<'_>, max: usize, held: usize) -> Check {
    open_with(w, max, held)?;
    w.gate(Call::Connect);
    for _ in 0..2 * max {
        w.acquire();
    }
    for _ in 0..4 * max {
        w.finish(Call::Connect, Behaviour::Fail);
    }
    w.cancel_all();
    whole_again(w)
}

pub(super) fn open_with(w: &mut World<'_>, max: usize, held: usize) -> Check {
    w.open(0, max)?;
    w.require_capacity()?;
    w.open(0, max)?;
    (0..held).try_for_each(|_| w.hold().map(drop))
}

fn whole_again(w: &mut World<'_>) -> Check {
    let failed = failed_connects(w);
    w.heal();
    w.expect_capacity(&format!("{failed} failed connects"))
}

pub(crate) static ERR_05: Rule = Rule {
    id: "ERR-05",
    level: Level::Must,
    capability: Capability::Core,
    needs: &[Need::Waiting],
    requirement: "When one acquire's connect fails, the capacity it held is offered to the waiters promptly; none is \
                  stranded until its own limit.",
    why: "The slot is free, everybody sleeps, and one failed connect has cost a whole queue its time \
          (Go #10886, Npgsql, pg-pool).",
    hints: &[
        "does the error path of a connect wake the next waiter, as a release does?",
        "does a waiter that is woken with no connection at hand open one itself?",
    ],
    witnesses: &[Witness::Served, Witness::ConnectFailed],
    check: |w| {
        for (max, waiters, failures) in
            [(1, 1, 1), (1, 3, 1), (1, 3, 2), (1, 2, 9), (2, 1, 1), (2, 2, 2), (3, 2, 1)]
        {
            passes_on(w, max, waiters, failures, Behaviour::Fail)?;
        }
        Ok(())
    },
};

/// All but one connection are held, a client connects, others wait behind it, and so many connects fail.
///
/// Whoever is served gives back at once; then everybody is to have had a turn.
pub(super) fn passes_on(
    w: &mut World<'_>,
    max: usize,
    waiters: usize,
    failures: usize,
    how: Behaviour,
) -> Check {
    w.open(0, max)?;
    for _ in 1..max {
        w.hold()?;
    }
    w.gate(Call::Connect);
    let clients: Vec<Actor> = (0..=waiters).map(|_| w.acquire()).collect();
    let set = w.count(|fold| fold.connecting) > 0 && clients.iter().all(|client| w.is_pending(*client));
    if !set && max > 1 {
        // A pool may open connections ahead of demand, and then has none to open now.
        return Ok(());
    }
    if !set {
        return Err(Stop::unreached(
            "the check needs a client that connects, and others that wait for its slot",
        ));
    }
    for _ in 0..failures {
        w.finish(Call::Connect, how);
    }
    w.heal();
    take_turns(w, &clients);
    let expected = match how {
        Behaviour::Panic => "a panic in one client's connect passes its slot on to those who wait",
        _ => "one client's failed connect passes its slot on to those who wait",
    };
    clients.iter().try_for_each(|client| {
        Stop::unless(!w.is_pending(*client), expected, format!("{}, with a slot free", w.describe(*client)))
    })
}

/// Lets the clients give back what they get, for as long as the pool declares to try again, but for the last second.
fn take_turns(w: &mut World<'_>, clients: &[Actor]) {
    const SECOND: Duration = Duration::from_secs(1);
    let end =
        w.now() + if retries(w) { Setup::ACQUIRE_TIMEOUT.saturating_sub(SECOND) } else { Duration::ZERO };
    loop {
        for _ in clients {
            for client in clients {
                w.give_back(*client);
            }
        }
        if w.now() >= end || w.is_busy() || clients.iter().all(|client| !w.is_pending(*client)) {
            return;
        }
        w.advance(SECOND);
    }
}
