//! A server that is gone for a while.

use std::time::Duration;

use super::{PATIENCE, let_try};
use crate::{
    Capability, Setup,
    ledger::Call,
    probe::Behaviour,
    rule::{Check, Level, Rule, Stop},
    world::{Actor, Step, Witness, World},
};

const SECOND: Duration = Duration::from_secs(1);

pub(crate) static ERR_06: Rule = Rule {
    id: "ERR-06",
    level: Level::Must,
    capability: Capability::Core,
    needs: &[],
    requirement: "After an outage ends, acquires succeed again with no restart.",
    why: "Servers are restarted far more often than their clients should be (HikariCP #1474, psycopg 3.1.2).",
    hints: &[
        "does a background opener stop for good after so many failures?",
        "does a back-off grow without a cap?",
        "are dead connections, or slots of failed connects, still counted as open?",
    ],
    witnesses: &[Witness::Served, Witness::ConnectFailed],
    check: |w| {
        for outage in OUTAGES {
            for max in [1, 3] {
                outage(w, max)?;
                serves_again(w)?;
            }
        }
        Ok(())
    },
};

/// The shortest first, so that the shortest that shows a mistake is told.
const OUTAGES: [fn(&mut World<'_>, usize) -> Check; 6] = [
    |w, max| refuses(w, max, 1),
    |w, max| refuses(w, max, 3),
    |w, max| refuses(w, max, 20),
    loses_idle_connections,
    loses_held_connections,
    refuses_for_long,
];

/// A pool that looks at its idle connections before it lends them.
fn open(w: &mut World<'_>, max: usize) -> Check {
    w.open(0, max)?;
    w.require_capacity()?;
    w.build_with(0, max, |setup| setup.validate_on_acquire = true)?;
    w.init()
}

fn begin_outage(w: &mut World<'_>) {
    w.perform(Step::Always(Call::Check, Behaviour::Fail));
    w.perform(Step::Always(Call::Connect, Behaviour::Fail));
}

fn fail(w: &mut World<'_>, times: usize) {
    let client = w.new_client();
    for _ in 0..times {
        w.start(client);
        let_try(w, client);
        w.cancel(client);
        w.give_back(client);
    }
}

fn refuses(w: &mut World<'_>, max: usize, times: usize) -> Check {
    open(w, max)?;
    begin_outage(w);
    fail(w, times);
    Ok(())
}

/// Longer than any back-off should grow, with somebody asking all the time.
fn refuses_for_long(w: &mut World<'_>, max: usize) -> Check {
    open(w, max)?;
    begin_outage(w);
    for _ in 0..30 {
        let client = Actor::Client(0);
        w.start(client);
        let mut seconds = 0..60;
        while !w.is_busy() && seconds.next().is_some() {
            w.advance(SECOND);
        }
        w.cancel(client);
        w.give_back(client);
    }
    Ok(())
}

fn loses_idle_connections(w: &mut World<'_>, max: usize) -> Check {
    open(w, max)?;
    w.fill()?;
    w.give_back_all();
    begin_outage(w);
    fail(w, max + 1);
    Ok(())
}

fn loses_held_connections(w: &mut World<'_>, max: usize) -> Check {
    open(w, max)?;
    let holders = w.fill()?;
    begin_outage(w);
    for holder in holders {
        w.perform(Step::Break(holder));
        w.give_back(holder);
    }
    fail(w, 3);
    Ok(())
}

/// For as long as one acquire may take, a pool may still go by what it knew of the outage. The pauses grow, so that the
/// script stays short.
fn serves_again(w: &mut World<'_>) -> Check {
    w.heal();
    let client = w.new_client();
    let end = w.now() + Setup::ACQUIRE_TIMEOUT;
    let mut pause = SECOND;
    loop {
        w.start(client);
        w.wait_for(client, PATIENCE);
        if w.holds(client).is_some() {
            break;
        }
        if w.now() >= end || w.is_busy() {
            let limit = Setup::ACQUIRE_TIMEOUT;
            let expected = format!("within {limit:?} of the end of an outage, an acquire succeeds");
            return Err(Stop::broken(expected, w.describe(client)));
        }
        w.advance(pause);
        pause *= 2;
    }
    w.expect_capacity("an outage that is over")
}

pub(crate) static ERR_09: Rule = Rule {
    id: "ERR-09",
    level: Level::Must,
    capability: Capability::Core,
    needs: &[],
    requirement: "No hot loop: while connecting keeps failing, the attempts in a stretch of time are bounded.",
    why: "Clients that knock without a pause keep a server from coming back, and burn a CPU each \
          (node-pool #175, #194).",
    hints: &[
        "is there a pause between two attempts, and does it grow?",
        "does a failed connect wake a task that at once connects again?",
        "does each waiter start attempts of its own for all the others?",
    ],
    witnesses: &[Witness::Served, Witness::ConnectFailed],
    check: |w| {
        for (min, max, clients) in [(0, 1, 1), (0, 1, 4), (2, 3, 4)] {
            knocks_slowly(w, min, max, clients)?;
        }
        keeps_up_slowly(w)
    },
};

/// How long attempts are counted.
const WINDOW: u32 = 10;
/// How many attempts each client, or each connection that is missing, may cost with no time passing ...
const AT_ONCE: usize = 10;
/// ... and how many in every second after that.
const PER_SECOND: usize = 100;

/// The server is gone from the start; clients ask, and in the end give up.
fn knocks_slowly(w: &mut World<'_>, min: usize, max: usize, clients: usize) -> Check {
    w.build(min, max)?;
    w.perform(Step::Always(Call::Connect, Behaviour::Fail));
    w.start(Actor::Init(0));
    for _ in 0..clients {
        w.acquire();
    }
    let seekers = clients + max;
    attempts_at_once(w, 0, seekers)?;
    attempts_in_window(w, seekers, &format!("{clients} clients ask"))?;
    w.cancel_all();
    attempts_in_window(w, seekers, "nobody asks any more")
}

/// The server goes away, and with it every connection that the pool is to keep open.
fn keeps_up_slowly(w: &mut World<'_>) -> Check {
    w.open(2, 3)?;
    let holders = w.fill()?;
    w.perform(Step::Always(Call::Connect, Behaviour::Fail));
    let before = w.count(|fold| fold.connects);
    for holder in holders {
        w.perform(Step::Break(holder));
        w.give_back(holder);
    }
    attempts_at_once(w, before, w.max())?;
    attempts_in_window(w, w.max(), "no connection is left and nobody asks")
}

fn attempts_at_once(w: &World<'_>, before: usize, seekers: usize) -> Check {
    let bound = AT_ONCE * seekers;
    let begun = w.count(|fold| fold.connects) - before;
    let expected = format!("at most {bound} connects begin with no time passing, while every one fails");
    Stop::unless(begun <= bound, expected, format!("{begun} began, and more would have"))
}

fn attempts_in_window(w: &mut World<'_>, seekers: usize, while_: &str) -> Check {
    let before = w.count(|fold| fold.connects);
    for _ in 0..WINDOW {
        w.advance(SECOND);
    }
    let bound = PER_SECOND * seekers * WINDOW as usize;
    let begun = w.count(|fold| fold.connects) - before;
    let expected = format!("while every connect fails and {while_}, at most {bound} begin in {WINDOW} s");
    Stop::unless(begun <= bound, expected, format!("{begun} began"))
}
