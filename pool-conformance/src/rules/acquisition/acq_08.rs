//! Slow calls of the manager.

use crate::{
    model::{Actor, Behaviour, Call, Capability, Level, Rule, Situation, Step, Stop, Verification},
    rules::{Definition, GENERAL, whole},
    scenario::{ReleaseMode, Scenario, require_connecting},
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "ACQ-08",
        level: Level::Must,
        capability: Capability::Core,
        needs: &[],
        requirement: "A slow call of the manager made for one acquire or release does not stop other guards from being \
                  released nor open connections from being handed out.",
        why: "Otherwise one host that does not answer freezes everybody (mobc #52, commons-pool POOL-93).",
        hints: &[
            "is a lock, an async one perhaps, held across `connect`, `is_valid` or `disconnect`?",
            "does the pool's own task wait for such a call before it looks at its next message?",
        ],
        situations: &[Situation::Served, Situation::Reused],
    },
    owns: &[],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for how in [ReleaseMode::Drop, ReleaseMode::Release] {
            for max in [2, 3] {
                slow_connect(s, max, how)?;
            }
            for first in [ReleaseMode::Drop, ReleaseMode::Release] {
                slow_check(s, first, how)?;
                slow_disconnect(s, first, how)?;
            }
        }
        Ok(())
    })],
};

/// All but one place are taken, and for that one somebody connects for ever.
fn slow_connect(s: &mut Scenario<'_, '_>, max: usize, how: ReleaseMode) -> Verification {
    s.open_gated(max)?;
    let mut holders = Vec::new();
    for _ in 1..max {
        holders.push(s.hold_gated()?);
    }
    let stuck = s.acquire();
    if s.holds(stuck).is_some() {
        // A pool may have opened one ahead of demand.
        return Ok(());
    }
    require_connecting(s, stuck)?;
    for holder in holders {
        comes_back(s, holder, how, "connect")?;
    }
    // It may have been served by what came back.
    comes_back(s, stuck, how, "connect")?;
    is_served(s, "connect")
}

/// The check of one connection does not end, be it made at its return or when it is lent again.
fn slow_check(s: &mut Scenario<'_, '_>, first: ReleaseMode, how: ReleaseMode) -> Verification {
    s.build_with(0, 2, |setup| setup.validate_on_acquire = true)?;
    s.init()?;
    let (one, other) = (s.hold()?, s.hold()?);
    s.perform(Step::Next(Call::Check, Behaviour::Gate));
    one_is_stuck(s, one, other, first, how, Call::Check)
}

/// The goodbye of one connection does not end, whoever says it.
fn slow_disconnect(s: &mut Scenario<'_, '_>, first: ReleaseMode, how: ReleaseMode) -> Verification {
    s.open(0, 2)?;
    let (one, other) = (s.hold()?, s.hold()?);
    s.perform(Step::Next(Call::Disconnect, Behaviour::Gate));
    s.perform(Step::Break(one));
    one_is_stuck(s, one, other, first, how, Call::Disconnect)
}

fn one_is_stuck(
    s: &mut Scenario<'_, '_>,
    one: Actor,
    other: Actor,
    first: ReleaseMode,
    how: ReleaseMode,
    call: Call,
) -> Verification {
    s.release_guard(one, first);
    if s.gated(call) == 0 {
        s.acquire();
    }
    if s.gated(call) == 0 {
        // This pool makes no such call, or not here.
        return Ok(());
    }
    comes_back(s, other, how, call.name())?;
    is_served(s, call.name())
}

fn comes_back(s: &mut Scenario<'_, '_>, holder: Actor, how: ReleaseMode, slow: &str) -> Verification {
    if s.holds(holder).is_none() {
        return Ok(());
    }
    s.release_guard(holder, how);
    let expected = format!("{holder} can release its guard while a {slow} for somebody else takes its time");
    Stop::unless(!s.is_pending(holder), expected, format!("{holder}'s `release` is still pending"))
}

fn is_served(s: &mut Scenario<'_, '_>, slow: &str) -> Verification {
    let client = s.acquire();
    let expected =
        format!("an open connection is handed out at once while a {slow} for somebody else takes its time");
    s.expect_held(client, &expected)
}
