//! What is left when a pool is gone.

use crate::{
    model::{Capability, Level, Rule, Situation, Symptom, always},
    rules::resources::{WIND_DOWN, drop_handle},
    rules::{Definition, GENERAL, whole},
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "RES-01",
        level: Level::Must,
        capability: Capability::Core,
        needs: &[],
        requirement: "Dropping the last handle without `close` ends every idle connection.",
        why: "Programs forget to close; a pool that keeps itself alive then leaks every connection it has.",
        hints: &[
            "does a guard, a task or a waiter keep a strong reference to the pool, and the pool to it?",
            "does a background task end when the last handle is gone?",
        ],
        situations: &[Situation::Served, Situation::HandleDropped],
    },
    owns: &[always(Symptom::LeakedByHandle)],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for (min, max) in [(0, 1), (2, 3)] {
            s.open(min, max)?;
            s.fill()?;
            s.give_back_all();
            drop_handle(s)?;
            s.advance(WIND_DOWN);
            s.expect_all_ended("once the last handle is gone")?;
        }
        Ok(())
    })],
};
