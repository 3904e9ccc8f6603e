//! Trying to acquire.

use crate::{
    model::{Capability, Level, Rule, Situation, Step, Stop, Symptom, Verification, after, always},
    rules::{Definition, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "TRY-01",
        level: Level::Must,
        capability: Capability::TryAcquire,
        needs: &[],
        requirement: "Trying to acquire never waits for other users or for I/O: it lends a ready connection promptly or none, \
                  and neither breaks the bound nor overtakes a waiter.",
        why: "Who tries has something better to do than to wait; who queued before has waited long enough (deadpool #14).",
        hints: &[
            "does `try_acquire` poll an `acquire` once and drop it, which begins a connect?",
            "does it look at the idle connections alone, or also whether somebody waits who has been woken and not polled yet?",
            "does it take a permit or a place for what it lends?",
        ],
        situations: &[Situation::Tried],
    },
    owns: &[
        always(Symptom::TriedConnecting),
        always(Symptom::TriedOvertaking),
        after(&[Situation::Tried], Symptom::BoundExceeded),
        after(&[Situation::Tried], Symptom::Stranded),
        after(&[Situation::Tried], Symptom::CapacityLost),
    ],
    rank: 65,
    scenario: &[whole(|s| {
        for max in 1..=3 {
            lends_what_is_idle(s, max)?;
            opens_nothing(s, max)?;
            if s.waits_when_full() {
                overtakes_nobody(s, max)?;
            }
        }
        Ok(())
    })],
};

/// As many attempts as there are idle connections are served, and no more.
fn lends_what_is_idle(s: &mut Scenario<'_, '_>, max: usize) -> Verification {
    s.open(0, max)?;
    for holder in s.fill()? {
        s.give_back(holder);
    }
    for _ in 0..max {
        let client = s.new_client();
        s.perform(Step::TryAcquire(client));
        if s.holds(client).is_none() {
            let seen = s.describe(client);
            return Err(Stop::unreached(format!(
                "the check needs an idle connection to be lent at once, but {seen}"
            )));
        }
    }
    let extra = s.new_client();
    s.perform(Step::TryAcquire(extra));
    let expected = format!("no more than {max} can be held at once");
    Stop::unless(s.holds(extra).is_none(), expected, s.describe(extra))?;
    s.expect_capacity("attempts that were served")
}

fn opens_nothing(s: &mut Scenario<'_, '_>, max: usize) -> Verification {
    s.open(0, max)?;
    let client = s.new_client();
    s.perform(Step::TryAcquire(client));
    s.settle();
    let opened = s.trace().opened();
    let expected = "an attempt on an empty pool opens nothing";
    Stop::unless(opened == 0, expected, format!("{opened} were opened"))
}

/// What comes back is the waiter's, whether or not it has been polled.
fn overtakes_nobody(s: &mut Scenario<'_, '_>, max: usize) -> Verification {
    s.open(0, max)?;
    let holders = s.fill()?;
    let waiter = s.queue()?;
    let client = s.new_client();
    s.perform(Step::TryAcquire(client));
    s.perform(Step::Drop(holders[0]));
    s.perform(Step::TryAcquire(client));
    let expected = format!("what comes back is {waiter}'s, who queued");
    Stop::unless(s.holds(client).is_none(), expected, s.describe(client))?;
    s.settle();
    s.expect_held(waiter, "an attempt takes nothing away from a waiter")
}
