//! Who comes late.

use crate::{
    model::{Capability, Level, Need, Rule, Situation, Step, Stop, Symptom, Verification, always},
    rules::{Definition, GENERAL, whole},
    scenario::{ReleaseMode, Scenario},
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "FAIR-02",
        level: Level::Should,
        capability: Capability::FairnessFifo,
        needs: &[Need::Waiting],
        requirement: "A newcomer does not overtake a queued waiter.",
        why: "Under load there is always a newcomer; a waiter that each of them overtakes waits until its limit \
              (sqlx #453, HikariCP #1909).",
        hints: &[
            "does `acquire` take what lies idle before it looks whether somebody waits?",
            "is a waiter only woken when a connection comes back, and not given it?",
        ],
        situations: &[Situation::Served, Situation::Waited],
    },
    owns: &[always(Symptom::Overtaken)],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for how in [ReleaseMode::Drop, ReleaseMode::Release] {
            for max in 1..=3 {
                for waiters in 1..=2 {
                    comes_late(s, max, waiters, how)?;
                }
            }
        }
        Ok(())
    })],
};

/// A connection comes back, and somebody asks for it before the waiter has looked.
fn comes_late(s: &mut Scenario<'_, '_>, max: usize, waiters: usize, how: ReleaseMode) -> Verification {
    s.open(0, max)?;
    let holders = s.fill()?;
    let queue = (0..waiters).map(|_| s.queue()).collect::<Result<Vec<_>, _>>()?;
    s.begin_release(holders[0], how);
    let newcomer = s.new_client();
    s.perform(Step::Start(newcomer));
    s.settle();
    let seen = format!("{}, and {}", s.describe(newcomer), s.describe(queue[0]));
    let expected = "what comes back goes to the waiter, and not to a newcomer";
    Stop::unless(s.holds(newcomer).is_none(), expected, seen)
}
