//! A pool that is closed, and closed again.

use crate::{
    model::{Capability, Level, Need, Rule, Situation},
    rules::{Definition, GENERAL, whole},
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "LIFE-06",
        level: Level::Must,
        capability: Capability::Core,
        needs: &[Need::Closing],
        requirement: "Closing again is harmless: no panic, no second disconnect of anything, and it settles, with Ok or \
                  an error.",
        why: "Shutdown hooks often fire twice; the second must not hang or crash the shutdown.",
        hints: &[
            "does the second `close` wait for an event that happened once, in the first?",
            "does `close` take connections out of the pool before it ends them?",
        ],
        situations: &[Situation::Served, Situation::Closed],
    },
    owns: &[],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for (min, max) in [(0, 1), (1, 2), (3, 3)] {
            s.open(min, max)?;
            s.leave_idle()?;
            s.close()?;
            for _ in 0..2 {
                let again = s.begin_close();
                s.expect_settled(again, "a further `close` settles at once, with Ok or an error")?;
            }
            s.expect_ended_once()?;
        }
        Ok(())
    })],
};
