//! Connections that do not pass their check.

use crate::{
    Capability,
    ledger::{Call, CallEnd, ConnId, Event, Life},
    probe::Behaviour,
    rule::{Check, Level, Rule, Stop},
    world::{Step, Witness, World},
};

pub(crate) static HLTH_02: Rule = Rule {
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
    witnesses: &[Witness::Served, Witness::CheckFailed, Witness::CheckHung],
    check: |w| {
        for idle in 1..=3 {
            broke_while_idle(w, idle)?;
            fails_its_check(w, idle)?;
            hangs_in_its_check(w, idle)?;
        }
        Ok(())
    },
};

/// An initialised pool that checks, with so many idle connections and room for no more.
fn leave_idle(w: &mut World<'_>, idle: usize) -> Check {
    w.build_with(0, idle, |setup| setup.validate_on_acquire = true)?;
    w.init()?;
    w.fill()?;
    w.give_back_all();
    Ok(())
}

/// Whether by `has_broken` or by its check, the pool finds out before it runs out of others.
fn broke_while_idle(w: &mut World<'_>, idle: usize) -> Check {
    leave_idle(w, idle)?;
    let Some(broken) = w.count(|fold| fold.idle().next()) else {
        return Err(Stop::unreached("the check needs a pool that keeps connections"));
    };
    w.perform(Step::BreakIdle);
    for _ in 0..idle {
        let client = w.acquire();
        let seen = w.describe(client);
        let sound = w.holds(client).is_some_and(|id| id != broken);
        Stop::unless(sound, format!("an acquire goes past {broken}, which broke while it was idle"), seen)?;
    }
    is_gone(w, broken, "that broke while it was idle")
}

fn fails_its_check(w: &mut World<'_>, idle: usize) -> Check {
    leave_idle(w, idle)?;
    w.perform(Step::Next(Call::Check, Behaviour::Fail));
    let client = w.acquire();
    let Some(unsound) = checked(w, CallEnd::Failed) else {
        return Err(Stop::unreached("the check needs a pool that asks `is_valid` of an idle connection"));
    };
    w.note(Witness::CheckFailed);
    w.expect_held(client, "an acquire goes on to another connection when a check fails")?;
    is_gone(w, unsound, "whose check failed")
}

/// Whether the first acquire has time left for another connection is up to its limit; the second has all of it.
fn hangs_in_its_check(w: &mut World<'_>, idle: usize) -> Check {
    leave_idle(w, idle)?;
    w.perform(Step::Next(Call::Check, Behaviour::Gate));
    let client = w.acquire();
    if w.gated(Call::Check) == 0 {
        return Err(Stop::unreached("the check needs a pool that asks `is_valid` of an idle connection"));
    }
    w.note(Witness::CheckHung);
    w.wait_out(client);
    w.expect_settled(client, "an acquire whose check hangs settles, at its limit or before")?;
    let Some(unsound) = checked(w, CallEnd::Abandoned) else {
        return Err(Stop::broken("a check that hangs is dropped", "the acquire has settled, and it goes on"));
    };
    is_gone(w, unsound, "whose check hung until the limit")?;
    w.give_back_all();
    let next = w.acquire();
    w.expect_held(next, "the acquire after one whose check hung is served")
}

/// That a connection is ended, or about to be.
fn is_gone(w: &World<'_>, id: ConnId, how: &str) -> Check {
    let (life, holder) = w.count(|fold| (fold.conn(id).life, fold.conn(id).holder));
    let seen = match holder {
        Some(holder) => format!("{holder} holds {id}"),
        None => format!("{id} is idle again"),
    };
    Stop::unless(life != Life::Open, format!("a connection {how} is ended"), seen)
}

/// The connection of which a check came to that end first.
fn checked(w: &World<'_>, how: CallEnd) -> Option<ConnId> {
    w.entries().iter().find_map(|entry| match entry.event {
        Event::Returned { kind: Call::Check, conn, end, .. } if end == how => conn,
        _ => None,
    })
}
