//! Whose error an acquire fails with.

use crate::{
    model::{Behaviour, Call, Capability, Level, Rule, Situation, Stop, Symptom, Verification, always},
    rules::{Definition, whole},
    scenario::{ReleaseMode, Scenario},
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "ERR-12",
        level: Level::Should,
        capability: Capability::ErrorScope,
        needs: &[],
        requirement: "An acquire fails only with the error of a call made for it, or made by the pool for nobody in particular.",
        why: "Told another's error, a caller looks for the fault in a connection that it never had.",
        hints: &[
            "is the last error kept in the pool, and reported to whoever fails next?",
            "is the error of a check that was made for one acquire sent to the next who waits?",
        ],
        situations: &[Situation::Served, Situation::ConnectFailed],
    },
    owns: &[always(Symptom::ErrorOfAnother)],
    rank: 90,
    scenario: &[whole(|s| {
        for max in 1..=2 {
            told_its_own(s, max)?;
        }
        Ok(())
    })],
};

/// One's connect fails while others are there; whoever is told of a failed connect is so of its own.
fn told_its_own(s: &mut Scenario<'_, '_>, max: usize) -> Verification {
    s.open_gated(max)?;
    let holder = s.hold_gated()?;
    for _ in 0..max {
        s.acquire();
    }
    s.finish(Call::Connect, Behaviour::Fail);
    if max == 1 {
        s.release_guard(holder, ReleaseMode::Broken);
        s.finish(Call::Connect, Behaviour::Fail);
    }
    s.heal();
    let foreign = s.trace().error_causes().foreign();
    let seen = foreign.map(|foreign| s.describe(foreign.told)).unwrap_or_default();
    Stop::unless(foreign.is_none(), "an acquire fails with the error of its own call", seen)
}
