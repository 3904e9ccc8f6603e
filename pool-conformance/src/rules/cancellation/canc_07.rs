//! A `release` that is dropped half-way.

use crate::{
    model::{
        Actor, Behaviour, Call, Capability, Leak, Level, Rule, Situation, Step, Stop, Symptom, Verification,
        after,
    },
    rules::{Definition, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "CANC-07",
        level: Level::Must,
        capability: Capability::ExplicitRelease,
        needs: &[],
        requirement: "Dropping the future of `release` midway still returns or ends the connection and frees the slot.",
        why: "A release is awaited within a timeout like everything else; a place that is lost there is lost for good \
              (asyncpg, SQLAlchemy #12077).",
        hints: &[
            "who owns the connection, and its place, while `release` waits: something whose `Drop` gives them back?",
            "is the slot freed after the last await, and not by a `Drop`?",
            "is a flag or a lock taken for the time of a release, and not by a guard?",
        ],
        situations: &[Situation::Served, Situation::ReleaseCancelled],
    },
    owns: &[
        after(&[Situation::ReleaseCancelled], Symptom::Stranded),
        after(&[Situation::ReleaseCancelled], Symptom::CapacityLost),
        after(&[Situation::ReleaseCancelled], Symptom::Leaked(Leak::Lost)),
    ],
    rank: 30,
    scenario: &[whole(|s| {
        let mut dropped = 0;
        for max in 1..=2 {
            for broken in [false, true] {
                for polls in 1..=3 {
                    for waits in [false, s.waits_when_full()] {
                        dropped += usize::from(half_way(s, max, broken, polls, waits)?);
                    }
                }
            }
        }
        if dropped > 0 { Ok(()) } else { Err(Stop::Vacuous("`release` never waits".to_owned())) }
    })],
};

/// Drops a release after so many polls; whether it was still pending then.
fn half_way(
    s: &mut Scenario<'_, '_>,
    max: usize,
    broken: bool,
    polls: usize,
    waits: bool,
) -> Result<bool, Stop> {
    s.open(0, max)?;
    let holders = s.fill()?;
    let waiter = if waits { Some(s.queue()?) } else { None };
    for call in [Call::Check, Call::Disconnect] {
        s.gate(call);
    }
    if broken {
        s.perform(Step::Break(holders[0]));
    }
    s.perform(Step::Release(holders[0]));
    for _ in 1..polls {
        s.perform(Step::Tasks);
        s.perform(Step::Poll(holders[0]));
    }
    let pending = s.is_pending(holders[0]);
    s.cancel(holders[0]);
    s.perform(Step::Heal);
    for call in [Call::Check, Call::Disconnect] {
        s.finish_all(call, Behaviour::Succeed);
    }
    keeps_all(s, pending, waiter)?;
    Ok(pending)
}

fn keeps_all(s: &mut Scenario<'_, '_>, dropped: bool, waiter: Option<Actor>) -> Verification {
    if !dropped {
        return Ok(());
    }
    if let Some(waiter) = waiter {
        s.expect_held(waiter, "a `release` that is dropped midway serves a waiter all the same")?;
    }
    s.expect_capacity("a `release` was dropped midway")
}
