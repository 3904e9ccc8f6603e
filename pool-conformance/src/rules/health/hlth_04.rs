//! Every idle connection dead at once.

use crate::{
    model::{Behaviour, Call, Capability, ConnId, Level, Rule, Situation, Step, Stop, Verification},
    rules::{Definition, GENERAL, whole},
    scenario::{Scenario, leave_to_be_checked},
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "HLTH-04",
        level: Level::Must,
        capability: Capability::HealthBorrow,
        needs: &[],
        requirement: "With every idle connection dead, an acquire still succeeds with a new one; each dead one that it met is \
                  ended once, and the bound holds.",
        why: "A restart of the server kills every idle connection at once; a pool that tries a fixed few of them fails \
          callers for as long as the dead ones last (Go #8834).",
        hints: &[
            "does the acquire go on until nothing idle is left, and then open a connection?",
            "does a connection that failed its check go back to the list?",
            "is the place of each dead one free before another is opened?",
        ],
        situations: &[Situation::Served, Situation::CheckFailed],
    },
    owns: &[],
    rank: GENERAL,
    scenario: &[whole(|s| {
        (1..=4).try_for_each(|idle| storm(s, idle))?;
        (1..=2).try_for_each(|idle| all_have_broken(s, idle))
    })],
};

/// An initialised pool that checks, with so many idle connections and room for no more.
fn leave_idle(s: &mut Scenario<'_, '_>, idle: usize) -> Result<Vec<ConnId>, Stop> {
    leave_to_be_checked(s, idle)?;
    let ids: Vec<ConnId> = s.trace().count(|summary| summary.idle().collect());
    if ids.len() < idle {
        return Err(Stop::unreached("the check needs a pool that keeps its connections"));
    }
    Ok(ids)
}

/// As many checks fail as there are idle connections.
fn storm(s: &mut Scenario<'_, '_>, idle: usize) -> Verification {
    let dead = leave_idle(s, idle)?;
    for _ in 0..idle {
        s.perform(Step::Next(Call::Check, Behaviour::Fail));
    }
    is_survived(s, &dead)
}

/// They have broken, and `has_broken` may show it as well.
fn all_have_broken(s: &mut Scenario<'_, '_>, idle: usize) -> Verification {
    let dead = leave_idle(s, idle)?;
    for step in [Step::BreakIdle, Step::BreakSecondIdle].into_iter().take(idle) {
        s.perform(step);
    }
    is_survived(s, &dead)
}

fn is_survived(s: &mut Scenario<'_, '_>, dead: &[ConnId]) -> Verification {
    let client = s.acquire();
    s.wait_for_limits(|s| s.wait_for_limit(client));
    let count = dead.len();
    let expected = format!("an acquire succeeds with a new connection when all {count} idle ones are dead");
    let seen = s.describe(client);
    Stop::unless(s.holds(client).is_some_and(|id| !dead.contains(&id)), expected, seen)?;
    s.expect_ended_once()?;
    let max = s.max();
    let peak = s.trace().count(|summary| summary.peak);
    let expected = format!("no more than {max} are open at once while dead ones are replaced");
    Stop::unless(peak <= max, expected, format!("{peak} were"))
}
