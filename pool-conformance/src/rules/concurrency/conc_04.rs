//! That what happens has an explanation.

use crate::{
    model::{Capability, Level, Rule, Situation, Step, Stop, Symptom, Verification, always},
    rules::{Definition, GENERAL, whole},
    scenario::{ReleaseMode, Scenario},
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "CONC-04",
        level: Level::Should,
        capability: Capability::Linearizable,
        needs: &[],
        requirement: "Every history of acquires, releases, closes and status calls has an explanation in which they happened \
                      one after another.",
        why: "Code that looks at a pool and then acts relies on what it saw; a number that was true at no moment misleads it.",
        hints: &[
            "does the drop of a guard leave the counting to a task?",
            "are the numbers of a status read one after the other, while others change them?",
            "is the closed flag shown before, or after, `close` has set it?",
        ],
        situations: &[Situation::Served, Situation::Returned],
    },
    owns: &[always(Symptom::StatusOutOfOrder)],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for how in [ReleaseMode::Drop, ReleaseMode::Unwind, ReleaseMode::Broken] {
            for max in 1..=3 {
                counts_at_once(s, max, how)?;
            }
        }
        Ok(())
    })],
};

/// With no task run in between, every guard counts from when its acquire is done to when it is dropped.
fn counts_at_once(s: &mut Scenario<'_, '_>, max: usize, how: ReleaseMode) -> Verification {
    s.open(0, max)?;
    for held in 0..max {
        s.hold()?;
        shows(s, held + 1)?;
    }
    let holders: Vec<_> = s.tasks().actors().filter(|actor| s.holds(*actor).is_some()).collect();
    for (given_back, holder) in holders.into_iter().enumerate() {
        s.begin_release(holder, how);
        shows(s, max - given_back - 1)?;
    }
    s.perform(Step::Settle);
    shows(s, 0)
}

fn shows(s: &mut Scenario<'_, '_>, held: usize) -> Verification {
    let in_use = s.status()?.in_use;
    let expected = format!("a status shows the {held} guards that are lent");
    Stop::unless(in_use == held, expected, format!("it shows {in_use} in use"))
}
