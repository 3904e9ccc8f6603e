//! A pool that is closed, and initialised again.

use crate::{
    model::{Capability, ErrorKind, Level, Need, Rule, Situation, Stop, Symptom, Verification, always},
    rules::{Definition, GENERAL, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "LIFE-05",
        level: Level::Should,
        capability: Capability::TerminalClose,
        needs: &[Need::Closing],
        requirement: "Closed is final: `init` on a closed pool fails with Closed.",
        why: "A pool that comes to life again meets the guards of its former life, and whoever closed it believes that it is \
              gone.",
        hints: &[
            "does `init` look at the closed flag before it looks whether the pool has been filled?",
            "does an `init` that has nothing to open return before it looks at all?",
        ],
        situations: &[Situation::Served, Situation::Closed, Situation::InitAfterClose],
    },
    owns: &[always(Symptom::Revived)],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for (min, max) in [(0, 1), (1, 1), (1, 2)] {
            stays_closed(s, min, max)?;
        }
        Ok(())
    })],
};

fn stays_closed(s: &mut Scenario<'_, '_>, min: usize, max: usize) -> Verification {
    s.open(min, max)?;
    s.leave_idle()?;
    s.close()?;
    let connects = s.trace().count(|summary| summary.connects);
    let again = s.new_init();
    s.start(again);
    s.expect_error(again, &[ErrorKind::Closed], "`init` on a closed pool fails with Closed")?;
    let begun = s.trace().count(|summary| summary.connects) - connects;
    Stop::unless(begun == 0, "`init` on a closed pool connects nothing", format!("{begun} connects began"))
}
