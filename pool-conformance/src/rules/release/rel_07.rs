//! Taking a connection out of the pool.

use crate::{
    model::{Actor, Capability, Level, Rule, Situation, Step, Stop, Symptom, Verification, after, always},
    rules::{Definition, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "REL-07",
        level: Level::May,
        capability: Capability::Detach,
        needs: &[],
        requirement: "A guard can be turned into a bare connection; the pool stops counting it, frees the slot and never ends \
                  it.",
        why: "A session that lasts, such as one that listens for notifications, must not use up a place of the pool for good.",
        hints: &[
            "does `detach` forget the guard, and with it the place that its `Drop` would free?",
            "is a waiter told when the place of a detached connection comes free?",
            "does `close` wait for connections that are no longer the pool's?",
        ],
        situations: &[Situation::Served, Situation::Detached],
    },
    owns: &[
        always(Symptom::DetachedEnded),
        after(&[Situation::Detached], Symptom::Stranded),
        after(&[Situation::Detached], Symptom::CapacityLost),
        after(&[Situation::Detached], Symptom::CloseStuck),
    ],
    rank: 55,
    scenario: &[whole(|s| {
        for max in 1..=3 {
            for place in 0..max {
                makes_room(s, max, place)?;
                if s.waits_when_full() {
                    serves_a_waiter(s, max, place)?;
                }
            }
            outlives_the_pool(s, max)?;
        }
        Ok(())
    })],
};

fn detaches(s: &mut Scenario<'_, '_>, holder: Actor) -> Verification {
    let id = s.holds(holder).ok_or_else(|| Stop::unreached("a guard to detach"))?;
    s.perform(Step::Detach(holder));
    s.settle();
    let kept = !s.trace().is_ended(id);
    Stop::unless(kept, format!("{id} is its holder's once it is detached"), format!("{id} was ended"))
}

fn makes_room(s: &mut Scenario<'_, '_>, max: usize, place: usize) -> Verification {
    s.open(0, max)?;
    let holders = s.fill()?;
    detaches(s, holders[place])?;
    let next = s.acquire();
    s.expect_held(next, "the place of a detached connection is free")?;
    s.expect_capacity("a guard was detached")
}

fn serves_a_waiter(s: &mut Scenario<'_, '_>, max: usize, place: usize) -> Verification {
    s.open(0, max)?;
    let holders = s.fill()?;
    let waiter = s.queue()?;
    detaches(s, holders[place])?;
    s.expect_held(waiter, "a waiter has the place of a detached connection")
}

/// Neither a `close` nor the end of the pool touches what is not the pool's.
fn outlives_the_pool(s: &mut Scenario<'_, '_>, max: usize) -> Verification {
    s.open(0, max)?;
    for holder in s.fill()? {
        detaches(s, holder)?;
    }
    let close = s.begin_close();
    s.expect_settled(close, "`close` does not wait for what is not the pool's")?;
    s.perform(Step::DropHandle);
    s.settle();
    let ended = s.trace().count(|summary| summary.parted.ended);
    let seen = ended.map(|id| format!("{id} was ended")).unwrap_or_default();
    Stop::unless(ended.is_none(), "a detached connection is its holder's to end", seen)
}
