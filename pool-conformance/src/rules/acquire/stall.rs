//! Slow calls of the manager.

use crate::{
    Capability,
    ledger::Call,
    probe::Behaviour,
    rule::{Check, Level, Rule, Stop},
    world::{Actor, Parting, Step, Witness, World},
};

pub(crate) static ACQ_08: Rule = Rule {
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
    witnesses: &[Witness::Served, Witness::Reused],
    check: |w| {
        for how in [Parting::Drop, Parting::Release] {
            for max in [2, 3] {
                slow_connect(w, max, how)?;
            }
            for first in [Parting::Drop, Parting::Release] {
                slow_check(w, first, how)?;
                slow_disconnect(w, first, how)?;
            }
        }
        Ok(())
    },
};

/// All but one place are taken, and for that one somebody connects for ever.
fn slow_connect(w: &mut World<'_>, max: usize, how: Parting) -> Check {
    w.open_gated(max)?;
    let mut holders = Vec::new();
    for _ in 1..max {
        holders.push(w.hold_gated()?);
    }
    let stuck = w.connecting()?;
    for holder in holders {
        comes_back(w, holder, how, "connect")?;
    }
    // It may have been served by what came back.
    comes_back(w, stuck, how, "connect")?;
    is_served(w, "connect")
}

/// The check of one connection does not end, be it made at its return or when it is lent again.
fn slow_check(w: &mut World<'_>, first: Parting, how: Parting) -> Check {
    w.build_with(0, 2, |setup| setup.validate_on_acquire = true)?;
    w.init()?;
    let (one, other) = (w.hold()?, w.hold()?);
    w.perform(Step::Next(Call::Check, Behaviour::Gate));
    one_is_stuck(w, one, other, first, how, Call::Check)
}

/// The goodbye of one connection does not end, whoever says it.
fn slow_disconnect(w: &mut World<'_>, first: Parting, how: Parting) -> Check {
    w.open(0, 2)?;
    let (one, other) = (w.hold()?, w.hold()?);
    w.perform(Step::Next(Call::Disconnect, Behaviour::Gate));
    w.perform(Step::Break(one));
    one_is_stuck(w, one, other, first, how, Call::Disconnect)
}

fn one_is_stuck(
    w: &mut World<'_>,
    one: Actor,
    other: Actor,
    first: Parting,
    how: Parting,
    call: Call,
) -> Check {
    w.part(one, first);
    if w.gated(call) == 0 {
        w.acquire();
    }
    if w.gated(call) == 0 {
        // This pool makes no such call, or not here.
        return Ok(());
    }
    comes_back(w, other, how, call.name())?;
    is_served(w, call.name())
}

fn comes_back(w: &mut World<'_>, holder: Actor, how: Parting, slow: &str) -> Check {
    if w.holds(holder).is_none() {
        return Ok(());
    }
    w.part(holder, how);
    let expected = format!("{holder} can release its guard while a {slow} for somebody else takes its time");
    Stop::unless(!w.is_pending(holder), expected, format!("{holder}'s `release` is still pending"))
}

fn is_served(w: &mut World<'_>, slow: &str) -> Check {
    let client = w.acquire();
    let expected =
        format!("an open connection is handed out at once while a {slow} for somebody else takes its time");
    w.expect_held(client, &expected)
}
