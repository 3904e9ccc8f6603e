//! Getting ready.

use crate::{
    model::{Actor, Capability, Level, Rule, Situation},
    rules::{Definition, GENERAL, whole},
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "LIFE-01",
        level: Level::Must,
        capability: Capability::Core,
        needs: &[],
        requirement: "After `init` reports success, an acquire on a healthy manager succeeds with no further set-up.",
        why: "A pool that says it is ready and cannot serve fails its first users, far from the cause.",
        hints: &[
            "does `init` return Ok before the pool can hand anything out?",
            "is the pool marked as ready even where `init` failed?",
        ],
        situations: &[Situation::Served],
    },
    owns: &[],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for (min, max) in [(0, 1), (1, 1), (2, 3)] {
            s.build(min, max)?;
            s.start(Actor::Init(0));
            s.expect_done(Actor::Init(0), "`init` on a healthy manager succeeds")?;
            let client = s.acquire();
            s.expect_held(client, "the first acquire after a successful `init` is served at once")?;
        }
        Ok(())
    })],
};
