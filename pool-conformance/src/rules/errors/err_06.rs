//! A server that is gone for a while.

use crate::{
    model::{Actor, Behaviour, Call, Capability, Level, Rule, Situation, Step, Stop, Verification},
    rules::errors::outage::{SECOND, open},
    rules::errors::{PATIENCE, let_try},
    rules::{Definition, GENERAL, whole},
    scenario::Scenario,
    sim::Conduct,
    subject::Setup,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
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
        situations: &[Situation::Served, Situation::ConnectFailed],
    },
    owns: &[],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for outage in OUTAGES {
            for max in [1, 3] {
                outage(s, max)?;
                serves_again(s)?;
            }
        }
        Ok(())
    })],
};

/// The shortest first, so that the shortest that shows a mistake is told.
const OUTAGES: [fn(&mut Scenario<'_, '_>, usize) -> Verification; 6] = [
    |s, max| refuses(s, max, 1),
    |s, max| refuses(s, max, 3),
    |s, max| refuses(s, max, 20),
    loses_idle_connections,
    loses_held_connections,
    refuses_for_long,
];

fn begin_outage(s: &mut Scenario<'_, '_>) {
    s.perform(Step::Always(Call::Check, Behaviour::Fail));
    s.perform(Step::Always(Call::Connect, Behaviour::Fail));
}

fn fail(s: &mut Scenario<'_, '_>, times: usize) {
    let client = s.new_client();
    for _ in 0..times {
        s.start(client);
        let_try(s, client);
        s.cancel(client);
        s.give_back(client);
    }
}

fn refuses(s: &mut Scenario<'_, '_>, max: usize, times: usize) -> Verification {
    open(s, max)?;
    begin_outage(s);
    fail(s, times);
    Ok(())
}

/// Longer than any back-off should grow, with somebody asking all the time.
fn refuses_for_long(s: &mut Scenario<'_, '_>, max: usize) -> Verification {
    open(s, max)?;
    begin_outage(s);
    for _ in 0..30 {
        let client = Actor::Client(0);
        s.start(client);
        let mut seconds = 0..60;
        while !s.state().livelocked && seconds.next().is_some() {
            s.advance(SECOND);
        }
        s.cancel(client);
        s.give_back(client);
    }
    Ok(())
}

fn loses_idle_connections(s: &mut Scenario<'_, '_>, max: usize) -> Verification {
    open(s, max)?;
    s.fill()?;
    s.give_back_all();
    begin_outage(s);
    fail(s, max + 1);
    Ok(())
}

fn loses_held_connections(s: &mut Scenario<'_, '_>, max: usize) -> Verification {
    open(s, max)?;
    let holders = s.fill()?;
    begin_outage(s);
    for holder in holders {
        s.perform(Step::Break(holder));
        s.give_back(holder);
    }
    fail(s, 3);
    Ok(())
}

/// For as long as one acquire may take, a pool may still go by what it knew of the outage. The pauses grow, so that the
/// script stays short.
fn serves_again(s: &mut Scenario<'_, '_>) -> Verification {
    s.heal();
    let client = s.new_client();
    let end = s.trace().elapsed() + Setup::ACQUIRE_TIMEOUT;
    let mut pause = SECOND;
    loop {
        s.start(client);
        s.wait_for(client, PATIENCE);
        if s.holds(client).is_some() {
            break;
        }
        if s.trace().elapsed() >= end || s.state().livelocked {
            let limit = Setup::ACQUIRE_TIMEOUT;
            let expected = format!("within {limit:?} of the end of an outage, an acquire succeeds");
            return Err(Stop::broken(expected, s.describe(client)));
        }
        s.advance(pause);
        pause *= 2;
    }
    s.expect_capacity("an outage that is over")
}
