//! An acquire that waits in vain.

use std::time::Duration;

use crate::{
    model::{
        Actor, Capability, ErrorKind, Level, Need, Rule, Situation, Step, Symptom, Verification, always,
    },
    rules::limits::{LIMITS, SLACK, open, pass_until},
    rules::{Definition, GENERAL, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "TIME-01",
        level: Level::Must,
        capability: Capability::Timeout,
        needs: &[Need::Waiting],
        requirement: "An acquire that cannot be served fails with Timeout at its own limit: not before, and not much after.",
        why: "Too early, and a caller gives up beside a connection that was about to come back; too late, and requests pile \
          up behind it (SQLAlchemy `test_timeout_race`, commons-pool POOL-418).",
        hints: &[
            "does the limit begin when `acquire` is first polled, and cover the time in the queue?",
            "does a wake-up that comes to nothing begin the limit anew?",
            "is the limit rounded, or looked at only now and then?",
        ],
        situations: &[Situation::Waited, Situation::LimitReached],
    },
    owns: &[always(Symptom::Overdue), always(Symptom::TimedOutEarly)],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for limit in LIMITS {
            for max in 1..=2 {
                in_vain(s, max, limit)?;
            }
            overtaken(s, limit)?;
        }
        Ok(())
    })],
};

/// Two waiters, the second of which comes when half the time of the first is over.
fn in_vain(s: &mut Scenario<'_, '_>, max: usize, limit: Duration) -> Verification {
    open(s, max, limit)?;
    s.fill()?;
    let began = s.trace().elapsed();
    let first = s.queue()?;
    pass_until(s, began + limit / 2);
    let second = s.queue()?;
    expires(s, first, began + limit)?;
    expires(s, second, began + limit / 2 + limit)
}

/// A waiter is woken when half its time is over, and a newcomer is faster. Where none can be, the waiter is served.
fn overtaken(s: &mut Scenario<'_, '_>, limit: Duration) -> Verification {
    open(s, 1, limit)?;
    let holder = s.hold()?;
    let began = s.trace().elapsed();
    let waiter = s.queue()?;
    pass_until(s, began + limit / 2);
    s.perform(Step::Drop(holder));
    s.acquire();
    if s.holds(waiter).is_some() {
        return Ok(());
    }
    expires(s, waiter, began + limit)
}

fn expires(s: &mut Scenario<'_, '_>, client: Actor, due: Duration) -> Verification {
    pass_until(s, due.saturating_sub(SLACK));
    s.expect_pending(client, "an acquire that waits does not give up before its limit")?;
    pass_until(s, due + SLACK);
    s.expect_error(
        client,
        &[ErrorKind::Timeout],
        "an acquire that waits in vain reports Timeout at its limit",
    )
}
