//! What cancellation costs.

use crate::{
    model::{Call, Capability, Level, Rule, Situation, Stop, Symptom, Verification, always},
    rules::{Definition, GENERAL, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "CANC-08",
        level: Level::Should,
        capability: Capability::CancelPreserve,
        needs: &[],
        requirement: "Cancellation never destroys a healthy connection.",
        why: "Where callers are impatient, every cancelled check would cost a new connection; an in-memory database is lost \
              with its one (sqlx #1869).",
        hints: &[
            "who owns the connection while `is_valid` runs, and what does its `Drop` do?",
            "does a waiter that is dropped with a connection in hand drop that, too?",
        ],
        situations: &[Situation::Served, Situation::Reused],
    },
    owns: &[always(Symptom::EndedByCancel)],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for max in 1..=2 {
            for idle in 1..=max {
                preserves(s, max, idle)?;
            }
        }
        Ok(())
    })],
};

/// An acquire is dropped during the check of its connection, if the pool checks any; then as many as were idle are lent.
fn preserves(s: &mut Scenario<'_, '_>, max: usize, idle: usize) -> Verification {
    s.build_with(0, max, |setup| setup.validate_on_acquire = true)?;
    s.init()?;
    let holders = s.fill()?;
    for holder in &holders[..idle] {
        s.give_back(*holder);
    }
    s.wait_until_checked();
    s.gate(Call::Check);
    let client = s.acquire();
    s.cancel(client);
    s.heal();
    s.give_back(client);
    let ended = s.trace().opened() - s.trace().live();
    let expected = "a connection is as good as before when an acquire is dropped during its check";
    Stop::unless(ended == 0, expected, format!("{ended} healthy connections were ended"))?;
    let next = s.hold()?;
    let opened = s.trace().opened();
    Stop::unless(opened == max, "it is lent to the next", format!("{} was opened for it", s.describe(next)))
}
