//! An acquire that waits in vain.

use std::time::Duration;

use super::{LIMITS, SLACK, open, pass_until};
use crate::{
    Capability,
    rule::{Check, Level, Need, Rule},
    world::{Actor, ErrorKind, Step, Witness, World},
};

pub(crate) static TIME_01: Rule = Rule {
    id: "TIME-01",
    level: Level::Must,
    capability: Capability::Timeout,
    needs: &[Need::Waiting],
    requirement: "An acquire that cannot be served fails with Timeout at its limit: not before, and not much after.",
    why: "Too early, and a caller gives up beside a connection that was about to come back; too late, and requests pile \
          up behind it (SQLAlchemy `test_timeout_race`, commons-pool POOL-418).",
    hints: &[
        "does the limit begin when `acquire` is first polled, and cover the time in the queue?",
        "does a wake-up that comes to nothing begin the limit anew?",
        "is the limit rounded, or looked at only now and then?",
    ],
    witnesses: &[Witness::Waited, Witness::LimitReached],
    check: |w| {
        for limit in LIMITS {
            for max in 1..=2 {
                in_vain(w, max, limit)?;
            }
            overtaken(w, limit)?;
        }
        Ok(())
    },
};

/// Two waiters, the second of which comes when half the time of the first is over.
fn in_vain(w: &mut World<'_>, max: usize, limit: Duration) -> Check {
    open(w, max, limit)?;
    w.fill()?;
    let began = w.now();
    let first = w.queue()?;
    pass_until(w, began + limit / 2);
    let second = w.queue()?;
    expires(w, first, began + limit)?;
    expires(w, second, began + limit / 2 + limit)
}

/// A waiter is woken when half its time is over, and a newcomer is faster. Where none can be, the waiter is served.
fn overtaken(w: &mut World<'_>, limit: Duration) -> Check {
    open(w, 1, limit)?;
    let holder = w.hold()?;
    let began = w.now();
    let waiter = w.queue()?;
    pass_until(w, began + limit / 2);
    w.perform(Step::Drop(holder));
    w.acquire();
    if w.holds(waiter).is_some() {
        return Ok(());
    }
    expires(w, waiter, began + limit)
}

fn expires(w: &mut World<'_>, client: Actor, due: Duration) -> Check {
    pass_until(w, due.saturating_sub(SLACK));
    w.expect_pending(client, "an acquire that waits does not give up before its limit")?;
    pass_until(w, due + SLACK);
    w.expect_error(
        client,
        &[ErrorKind::Timeout],
        "an acquire that waits in vain reports Timeout at its limit",
    )?;
    w.note(Witness::LimitReached);
    Ok(())
}
