//! A release while the server refuses.

use crate::{
    model::{Behaviour, Call, Capability, Level, Rule, Situation, Step, Stop, Symptom, Verification, always},
    rules::{Definition, GENERAL, whole},
    scenario::{ReleaseMode, Scenario},
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "REL-08",
        level: Level::Should,
        capability: Capability::ExplicitRelease,
        needs: &[],
        requirement: "`release` neither waits for a connect nor fails with its error.",
        why: "Whoever gives a connection back is done with it: that the server refuses another is no matter of theirs \
              (commons-pool PR 454).",
        hints: &[
            "does `release` open a replacement for a connection that came back broken?",
            "is the replacement opened for a waiter, by the one that releases?",
        ],
        situations: &[Situation::Served, Situation::Released, Situation::Broke],
    },
    owns: &[always(Symptom::ReleaseFailedToConnect), always(Symptom::ReleaseWaitsForConnect)],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for behaviour in [Behaviour::Fail, Behaviour::Gate] {
            for (min, max) in [(0, 1), (1, 1), (2, 2)] {
                gives_back(s, min, max, behaviour, false)?;
                if s.waits_when_full() {
                    gives_back(s, min, max, behaviour, true)?;
                }
            }
        }
        Ok(())
    })],
};

/// A broken connection is released when connects fail, or hang, with and without a waiter.
fn gives_back(
    s: &mut Scenario<'_, '_>,
    min: usize,
    max: usize,
    connects: Behaviour,
    waits: bool,
) -> Verification {
    s.open(min, max)?;
    let holders = s.fill()?;
    if waits {
        s.queue()?;
    }
    s.perform(Step::Always(Call::Connect, connects));
    s.release_guard(holders[0], ReleaseMode::BrokenRelease);
    let expected = "a `release` resolves while connects fail or hang";
    Stop::unless(!s.is_pending(holders[0]), expected, s.describe(holders[0]))?;
    s.expect_done(holders[0], "a `release` does not fail with the error of a connect")
}
