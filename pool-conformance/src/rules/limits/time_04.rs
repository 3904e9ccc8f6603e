//! Who is served after others have given up.

use crate::{
    model::{Capability, Level, Need, Rule, Situation, Symptom, Verification, after},
    rules::limits::{LIMITS, SLACK, open, pass_until},
    rules::{Definition, whole},
    scenario::{ReleaseMode, Scenario},
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "TIME-04",
        level: Level::Must,
        capability: Capability::Timeout,
        needs: &[Need::Waiting],
        requirement: "An acquire that timed out leaves the queue: the next free slot goes to the next live waiter.",
        why: "A slot that is given to a request that nobody waits for any more stays with it, and the live waiter behind it \
          times out as well (node-pool 3.4.1, vertx-sql-client #1620).",
        hints: &[
            "does a waiter that reaches its limit take its entry out of the queue?",
            "is a waiter that is chosen at the moment of its limit able to pass its slot on?",
        ],
        situations: &[Situation::Waited, Situation::LimitReached],
    },
    owns: &[after(&[Situation::LimitReached], Symptom::Stranded)],
    rank: 45,
    scenario: &[whole(|s| {
        for how in ReleaseMode::ALL {
            for max in 1..=2 {
                passes_over_the_dead(s, max, how)?;
            }
        }
        Ok(())
    })],
};

/// The second waiter comes when half the time of the first is over; a slot comes free when all of it is.
fn passes_over_the_dead(s: &mut Scenario<'_, '_>, max: usize, how: ReleaseMode) -> Verification {
    let limit = LIMITS[0];
    open(s, max, limit)?;
    let holders = s.fill()?;
    let began = s.trace().elapsed();
    s.queue()?;
    pass_until(s, began + limit / 2);
    let live = s.queue()?;
    pass_until(s, began + limit + SLACK);
    for holder in holders.into_iter().take(1) {
        s.release_guard(holder, how);
    }
    s.expect_held(live, "the next free slot goes to the waiter that has not timed out")
}
