//! Giving back what is not to be used again.

use crate::{
    model::{Actor, Capability, Level, Rule, Situation, Step, Stop, Symptom, Verification, after, always},
    rules::{Definition, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "REL-09",
        level: Level::Must,
        capability: Capability::Discard,
        needs: &[],
        requirement: "A guard that is discarded through the pool has its connection ended, never lent again, and its place \
                  free promptly: a waiter is served by a replacement.",
        why: "A holder who knows that a connection is in an unknown state has no other means to keep it from the next user \
          (r2d2 #121).",
        hints: &[
            "does `discard` give the guard back as `release` does?",
            "is a waiter told when the place of a discarded connection comes free?",
            "does the guard that `discard` consumed still give its place back in `Drop`?",
        ],
        situations: &[Situation::Served, Situation::Discarded],
    },
    owns: &[
        always(Symptom::DiscardedLent),
        always(Symptom::DiscardedOpen),
        after(&[Situation::Discarded], Symptom::Stranded),
        after(&[Situation::Discarded], Symptom::CapacityLost),
        after(&[Situation::Discarded], Symptom::BoundExceeded),
    ],
    rank: 55,
    scenario: &[whole(|s| {
        for max in 1..=3 {
            for place in 0..max {
                is_replaced(s, max, place)?;
                if s.waits_when_full() {
                    serves_a_waiter(s, max, place)?;
                }
            }
            all_are_replaced(s, max)?;
        }
        Ok(())
    })],
};

fn discards(s: &mut Scenario<'_, '_>, holder: Actor) -> Verification {
    let id = s.holds(holder).ok_or_else(|| Stop::unreached("a guard to discard"))?;
    s.perform(Step::Discard(holder));
    s.settle();
    s.expect_settled(holder, "`discard` on a healthy manager comes to its end")?;
    let expected = format!("{id} is ended when it has been discarded");
    Stop::unless(s.trace().is_ended(id), expected, format!("{id} is still open"))
}

fn is_replaced(s: &mut Scenario<'_, '_>, max: usize, place: usize) -> Verification {
    s.open(0, max)?;
    let holders = s.fill()?;
    discards(s, holders[place])?;
    let next = s.acquire();
    s.expect_held(next, "the place of a discarded connection is free at once")?;
    s.expect_capacity("a guard was discarded")
}

fn serves_a_waiter(s: &mut Scenario<'_, '_>, max: usize, place: usize) -> Verification {
    s.open(0, max)?;
    let holders = s.fill()?;
    let waiter = s.queue()?;
    discards(s, holders[place])?;
    s.expect_held(waiter, "a waiter is served by a replacement of a discarded connection")
}

fn all_are_replaced(s: &mut Scenario<'_, '_>, max: usize) -> Verification {
    s.open(0, max)?;
    for holder in s.fill()? {
        discards(s, holder)?;
    }
    s.expect_capacity("every guard was discarded")
}
