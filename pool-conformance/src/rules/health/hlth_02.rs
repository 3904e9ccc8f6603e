//! Connections that do not pass their check.

use crate::{
    model::{
        Behaviour, Call, CallEnd, Capability, ConnId, Event, Level, Rule, Situation, Step, Stop, Symptom,
        Verification, always,
    },
    rules::{Definition, GENERAL, whole},
    scenario::{Scenario, leave_to_be_checked},
    sim::Conduct,
    trace::Life,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "HLTH-02",
        level: Level::Must,
        capability: Capability::HealthBorrow,
        needs: &[],
        requirement: "An idle connection whose check fails, or does not finish within the limit, is ended and never handed \
                  out; the acquire goes on to another within its limit, and so does the next.",
        why: "A connection that hangs in its check and goes back to the pool lets one acquire after the other time out, \
          beside a server that is well again (deadpool 0.7).",
        hints: &[
            "does a check that fails end the connection, or only the attempt?",
            "what becomes of a connection whose check is dropped because the limit has passed?",
            "does the acquire try another connection, or report the failed check?",
        ],
        situations: &[Situation::Served, Situation::CheckFailed, Situation::CheckHung],
    },
    owns: &[always(Symptom::LentBroken), always(Symptom::LentUnfit)],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for idle in 1..=3 {
            broke_while_idle(s, idle)?;
            fails_its_check(s, idle)?;
            hangs_in_its_check(s, idle)?;
        }
        Ok(())
    })],
};

/// Whether by `has_broken` or by its check, the pool finds out before it runs out of others.
fn broke_while_idle(s: &mut Scenario<'_, '_>, idle: usize) -> Verification {
    leave_to_be_checked(s, idle)?;
    let Some(broken) = s.trace().count(|summary| summary.idle().next()) else {
        return Err(Stop::unreached("the check needs a pool that keeps connections"));
    };
    s.perform(Step::BreakIdle);
    for _ in 0..idle {
        let client = s.acquire();
        let seen = s.describe(client);
        let sound = s.holds(client).is_some_and(|id| id != broken);
        Stop::unless(sound, format!("an acquire goes past {broken}, which broke while it was idle"), seen)?;
    }
    is_gone(s, broken, "that broke while it was idle")
}

fn fails_its_check(s: &mut Scenario<'_, '_>, idle: usize) -> Verification {
    leave_to_be_checked(s, idle)?;
    s.perform(Step::Next(Call::Check, Behaviour::Fail));
    let client = s.acquire();
    let Some(unsound) = checked(s, CallEnd::Failed) else {
        return Err(Stop::unreached("the check needs a pool that asks `is_valid` of an idle connection"));
    };
    s.expect_held(client, "an acquire goes on to another connection when a check fails")?;
    is_gone(s, unsound, "whose check failed")
}

/// Whether the first acquire has time left for another connection is up to its limit; the second has all of it.
fn hangs_in_its_check(s: &mut Scenario<'_, '_>, idle: usize) -> Verification {
    leave_to_be_checked(s, idle)?;
    s.perform(Step::Next(Call::Check, Behaviour::Gate));
    let client = s.acquire();
    if s.gated(Call::Check) == 0 {
        return Err(Stop::unreached("the check needs a pool that asks `is_valid` of an idle connection"));
    }
    s.wait_out(client);
    s.expect_settled(client, "an acquire whose check hangs settles, at its limit or before")?;
    let Some(unsound) = checked(s, CallEnd::Abandoned) else {
        return Err(Stop::broken("a check that hangs is dropped", "the acquire has settled, and it goes on"));
    };
    is_gone(s, unsound, "whose check hung until the limit")?;
    s.give_back_all();
    s.wait_until_checked();
    let next = s.acquire();
    s.expect_held(next, "the acquire after one whose check hung is served")
}

/// That a connection is ended, or about to be.
fn is_gone(s: &Scenario<'_, '_>, id: ConnId, how: &str) -> Verification {
    let (life, holder) = s.trace().count(|summary| (summary.conn(id).life, summary.conn(id).holder));
    let seen = match holder {
        Some(holder) => format!("{holder} holds {id}"),
        None => format!("{id} is idle again"),
    };
    Stop::unless(life != Life::Open, format!("a connection {how} is ended"), seen)
}

/// The connection of which a check came to that end first.
fn checked(s: &Scenario<'_, '_>, how: CallEnd) -> Option<ConnId> {
    s.trace().entries().iter().find_map(|entry| match entry.event {
        Event::Returned { kind: Call::Check, conn, end, .. } if end == how => conn,
        _ => None,
    })
}
