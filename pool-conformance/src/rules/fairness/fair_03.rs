//! How long newcomers may be faster.

use crate::{
    model::{Capability, Level, Need, Rule, Situation, Step, Stop, Verification},
    rules::{Definition, GENERAL, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "FAIR-03",
        level: Level::Should,
        capability: Capability::FairnessBounded,
        needs: &[Need::Waiting],
        requirement: "Under endless churn, no waiter is passed over without limit.",
        why: "Who takes a connection again at once is always faster than who has to be woken first, and a waiter in a busy pool \
          then waits until its limit.",
        hints: &[
            "does a newcomer look whether somebody waits before it takes what is free?",
            "does a waiter that was woken in vain go back to the end of the queue?",
        ],
        situations: &[Situation::Served, Situation::Waited],
    },
    owns: &[],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for max in 1..=2 {
            for waiters in 1..=2 {
                is_served_some_time(s, max, waiters)?;
            }
        }
        Ok(())
    })],
};

/// Holders give back and take again before anybody else is polled, as often as the pool allows a waiter to be passed over.
fn is_served_some_time(s: &mut Scenario<'_, '_>, max: usize, waiters: usize) -> Verification {
    s.open(0, max)?;
    let holders = s.fill()?;
    let first = s.queue()?;
    for _ in 1..waiters {
        s.queue()?;
    }
    let most = usize::from(s.declaration().passing_over) * max;
    for round in 0..=most {
        let holder = holders[round % max];
        if s.holds(holder).is_none() {
            // Somebody waits in turn, and what is free goes to one who queued.
            s.give_back_all();
        } else {
            s.perform(Step::Drop(holder));
            s.perform(Step::Start(holder));
            s.settle();
        }
        if s.holds(first).is_some() || !s.is_pending(first) {
            return s.expect_held(first, "a waiter is served when connections come back");
        }
    }
    let expected = format!("a waiter is passed over by no more than {most} hand-outs");
    Err(Stop::broken(expected, s.describe(first)))
}
