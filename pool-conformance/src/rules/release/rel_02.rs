//! What is true when `release` is done.

use crate::{
    model::{Behaviour, Call, Capability, Level, Rule, Situation, Step, Stop, Verification},
    rules::{Definition, GENERAL, whole},
    scenario::{ReleaseMode, Scenario},
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "REL-02",
        level: Level::Must,
        capability: Capability::ExplicitRelease,
        needs: &[],
        requirement: "When `release` resolves, the slot is free promptly, and `status` shows it.",
        why: "Tests and shutdown code await a release to know that it is done; a slot that comes free later makes them fail \
              now and then.",
        hints: &[
            "does `release` leave the work to a task, and return before that has done it?",
            "is the slot freed after the `disconnect` that `release` does not wait for?",
            "is the count of connections in use kept by somebody who learns of the release later?",
        ],
        situations: &[Situation::Served, Situation::Released],
    },
    owns: &[],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for max in 1..=2 {
            for broken in [false, true] {
                is_free(s, max, broken)?;
                if s.waits_when_full() {
                    serves_a_waiter(s, max, broken)?;
                }
            }
        }
        Ok(())
    })],
};

fn is_free(s: &mut Scenario<'_, '_>, max: usize, broken: bool) -> Verification {
    s.open(0, max)?;
    released(s, broken)?;
    let in_use = s.status()?.in_use;
    let expected = format!("`status` shows {} in use when one of {max} guards has been released", max - 1);
    Stop::unless(in_use == max - 1, expected, format!("it shows {in_use}"))?;
    let next = s.acquire();
    s.expect_held(next, "an acquire is served when a `release` has resolved, with no time passing")
}

fn serves_a_waiter(s: &mut Scenario<'_, '_>, max: usize, broken: bool) -> Verification {
    s.open(0, max)?;
    let holders = s.fill()?;
    let waiter = s.queue()?;
    s.gate(Call::Disconnect);
    s.release_guard(holders[0], if broken { ReleaseMode::BrokenRelease } else { ReleaseMode::Release });
    s.finish(Call::Disconnect, Behaviour::Succeed);
    if s.is_pending(holders[0]) {
        return Err(Stop::unreached("the check needs a `release` that resolves"));
    }
    s.expect_held(waiter, "a waiter is served when a `release` has resolved, with no time passing")
}

/// All connections are lent; one is released, and its `disconnect` hangs unless `release` waits for it.
fn released(s: &mut Scenario<'_, '_>, broken: bool) -> Verification {
    let holders = s.fill()?;
    s.gate(Call::Disconnect);
    s.release_guard(holders[0], if broken { ReleaseMode::BrokenRelease } else { ReleaseMode::Release });
    if s.is_pending(holders[0]) {
        s.finish(Call::Disconnect, Behaviour::Succeed);
    }
    s.perform(Step::Heal);
    if s.is_pending(holders[0]) {
        return Err(Stop::unreached("the check needs a `release` that resolves"));
    }
    Ok(())
}
