//! How far a failed connect reaches.

use crate::{
    model::{
        Actor, Behaviour, Call, Capability, ErrorKind, Level, Rule, Situation, Step, Stop, Symptom,
        Verification, always,
    },
    rules::errors::let_try,
    rules::{Definition, GENERAL, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "ERR-10",
        level: Level::Should,
        capability: Capability::ErrorScope,
        needs: &[],
        requirement: "One failed connect fails at most one acquire.",
        why: "One refused socket must not fail a whole queue of requests, most of which the next attempt would serve.",
        hints: &[
            "is the error of a connect sent to everybody who waits?",
            "do several acquires share the future of one connect, and its error?",
        ],
        situations: &[Situation::Served, Situation::ConnectFailed],
    },
    owns: &[always(Symptom::ErrorSpread)],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for (max, clients) in [(1, 2), (1, 3), (2, 3)] {
            if s.waits_when_full() || clients <= max {
                one_fails(s, max, clients)?;
            }
        }
        served_beside_a_failure(s)
    })],
};

/// So many ask; the first connect fails, and every later one succeeds.
fn one_fails(s: &mut Scenario<'_, '_>, max: usize, clients: usize) -> Verification {
    s.open_gated(max)?;
    let asking: Vec<_> = (0..clients).map(|_| s.acquire()).collect();
    s.finish(Call::Connect, Behaviour::Fail);
    s.heal();
    for client in &asking {
        let_try(s, *client);
        s.give_back(*client);
    }
    let connect = |client: &&Actor| s.tasks().error_of(**client) == Some(ErrorKind::Connect);
    let failed = asking.iter().filter(connect).count();
    Stop::unless(
        failed <= 1,
        "one failed connect fails at most one acquire",
        format!("{failed} failed to connect"),
    )
}

fn served_beside_a_failure(s: &mut Scenario<'_, '_>) -> Verification {
    s.open(0, 2)?;
    s.hold()?;
    s.perform(Step::Next(Call::Connect, Behaviour::Fail));
    let failing = s.acquire();
    let_try(s, failing);
    s.give_back(failing);
    let next = s.acquire();
    s.expect_held(next, "an acquire after a failed connect, which was another's, is served")
}
