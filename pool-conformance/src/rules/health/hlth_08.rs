//! Checks that are skipped for a while.

use crate::{
    model::{Capability, Level, Rule, Situation, Step, Stop, Verification},
    rules::{Definition, GENERAL, whole},
    scenario::{ReleaseMode, Scenario},
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "HLTH-08",
        level: Level::May,
        capability: Capability::HealthTuning,
        needs: &[],
        requirement: "A connection is lent without a check only for as long after its opening, its last use or its last check as \
                  the pool declares.",
        why: "A check before each use costs a round trip, so pools skip it for what was used a moment ago (HikariCP: half a \
          second); what has lain idle for longer may have died meanwhile.",
        hints: &[
            "is the time counted from when the connection came back, and not from any later moment?",
            "is the unit of the setting the one that is documented?",
        ],
        situations: &[Situation::Served],
    },
    owns: &[],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for how in [ReleaseMode::Drop, ReleaseMode::Release] {
            for idle in 1..=2 {
                is_checked_in_the_end(s, idle, how)?;
            }
        }
        Ok(())
    })],
};

/// All that is idle breaks, and has been idle for longer than it may be lent unchecked.
fn is_checked_in_the_end(s: &mut Scenario<'_, '_>, idle: usize, how: ReleaseMode) -> Verification {
    s.build_with(0, idle, |setup| setup.validate_on_acquire = true)?;
    s.init()?;
    for holder in s.fill()? {
        s.release_guard(holder, how);
    }
    for step in [Step::BreakIdle, Step::BreakSecondIdle].into_iter().take(s.trace().idle()) {
        s.perform(step);
    }
    s.wait_until_checked();
    let client = s.acquire();
    let bypass = s.declaration().check_bypass;
    let expected = format!("what has been idle for longer than {bypass:?} is checked before it is lent");
    let broken = s.holds(client).filter(|id| s.trace().count(|summary| summary.conn(*id).broken));
    let seen = broken.map(|id| format!("{client} was given {id}, which had broken")).unwrap_or_default();
    Stop::unless(broken.is_none(), expected, seen)
}
