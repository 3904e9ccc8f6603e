//! A server that is gone for a while.

use crate::{
    model::{Actor, Behaviour, Call, Capability, Level, Rule, Situation, Step, Stop, Verification},
    rules::errors::outage::SECOND,
    rules::{Definition, GENERAL, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
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
        situations: &[Situation::Served, Situation::ConnectFailed],
    },
    owns: &[],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for (min, max, clients) in [(0, 1, 1), (0, 1, 4), (2, 3, 4)] {
            knocks_slowly(s, min, max, clients)?;
        }
        keeps_up_slowly(s)
    })],
};

/// How long attempts are counted.
const WINDOW: u32 = 10;

/// How many attempts each client, or each connection that is missing, may cost with no time passing ...
const AT_ONCE: usize = 10;

/// ... and how many in every second after that.
const PER_SECOND: usize = 100;

/// The server is gone from the start; clients ask, and in the end give up.
fn knocks_slowly(s: &mut Scenario<'_, '_>, min: usize, max: usize, clients: usize) -> Verification {
    s.build(min, max)?;
    s.perform(Step::Always(Call::Connect, Behaviour::Fail));
    s.start(Actor::Init(0));
    for _ in 0..clients {
        s.acquire();
    }
    let seekers = clients + max;
    attempts_at_once(s, 0, seekers)?;
    attempts_in_window(s, seekers, &format!("{clients} clients ask"))?;
    s.cancel_all();
    attempts_in_window(s, seekers, "nobody asks any more")
}

/// The server goes away, and with it every connection that the pool is to keep open.
fn keeps_up_slowly(s: &mut Scenario<'_, '_>) -> Verification {
    s.open(2, 3)?;
    let holders = s.fill()?;
    s.perform(Step::Always(Call::Connect, Behaviour::Fail));
    let before = s.trace().count(|summary| summary.connects);
    for holder in holders {
        s.perform(Step::Break(holder));
        s.give_back(holder);
    }
    attempts_at_once(s, before, s.max())?;
    attempts_in_window(s, s.max(), "no connection is left and nobody asks")
}

fn attempts_at_once(s: &Scenario<'_, '_>, before: usize, seekers: usize) -> Verification {
    let bound = AT_ONCE * seekers;
    let begun = s.trace().count(|summary| summary.connects) - before;
    let expected = format!("at most {bound} connects begin with no time passing, while every one fails");
    Stop::unless(begun <= bound, expected, format!("{begun} began, and more would have"))
}

fn attempts_in_window(s: &mut Scenario<'_, '_>, seekers: usize, while_: &str) -> Verification {
    let before = s.trace().count(|summary| summary.connects);
    for _ in 0..WINDOW {
        s.advance(SECOND);
    }
    let bound = PER_SECOND * seekers * WINDOW as usize;
    let begun = s.trace().count(|summary| summary.connects) - before;
    let expected = format!("while every connect fails and {while_}, at most {bound} begin in {WINDOW} s");
    Stop::unless(begun <= bound, expected, format!("{begun} began"))
}
