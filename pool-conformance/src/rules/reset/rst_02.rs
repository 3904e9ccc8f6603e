//! Resets that come to nothing.

use crate::{
    model::{
        Behaviour, Call, CallEnd, Capability, ConnId, Event, Level, Rule, Situation, Step, Stop, Symptom,
        Verification, always,
    },
    rules::{Definition, GENERAL, part},
    scenario::Scenario,
    sim::Conduct,
    trace::Life,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "RST-02",
        level: Level::Must,
        capability: Capability::Reset,
        needs: &[],
        requirement: "A reset that fails or is cancelled ends the connection and frees the slot.",
        why: "Nobody knows in which state the session is: half of the last user's, or in the middle of an answer.",
        hints: &[
            "is a connection whose reset was dropped half-way put back as it is?",
            "is the place of a connection whose reset failed free again?",
        ],
        situations: &[Situation::Served, Situation::CheckFailed],
    },
    owns: &[always(Symptom::LentHalfReset)],
    rank: GENERAL,
    scenario: &[part("a reset that fails", fails), part("a reset that is cancelled", is_cancelled)],
};

fn fails(s: &mut Scenario<'_, '_>) -> Verification {
    for max in 1..=2 {
        s.open(0, max)?;
        s.perform(Step::Next(Call::Check, Behaviour::Fail));
        let client = s.hold()?;
        s.give_back(client);
        let next = s.acquire();
        s.expect_held(next, "an acquire is served by another connection when a reset failed")?;
        let Some(id) = reset(s, CallEnd::Failed) else {
            return Err(Stop::unreached(
                "the check needs a pool that resets a connection between two holders",
            ));
        };
        is_ended(s, id, "of which the reset failed")?;
        s.expect_capacity("a reset that failed")?;
    }
    Ok(())
}

/// Where no acquire waits for the reset, dropping one cancels nothing, and there is nothing to look at.
fn is_cancelled(s: &mut Scenario<'_, '_>) -> Verification {
    for max in 1..=2 {
        s.open(0, max)?;
        s.perform(Step::Next(Call::Check, Behaviour::Gate));
        let client = s.hold()?;
        s.give_back(client);
        let next = s.acquire();
        s.cancel(next);
        s.heal();
        if let Some(id) = reset(s, CallEnd::Abandoned) {
            is_ended(s, id, "of which the reset was dropped")?;
        }
        s.expect_capacity("a reset that was dropped")?;
    }
    Ok(())
}

/// The connection of which a check came to that end first.
fn reset(s: &Scenario<'_, '_>, how: CallEnd) -> Option<ConnId> {
    s.trace().entries().iter().find_map(|entry| match entry.event {
        Event::Returned { kind: Call::Check, conn, end, .. } if end == how => conn,
        _ => None,
    })
}

fn is_ended(s: &Scenario<'_, '_>, id: ConnId, how: &str) -> Verification {
    let life = s.trace().count(|summary| summary.conn(id).life);
    Stop::unless(life != Life::Open, format!("{id}, {how}, is ended"), format!("{id} is open"))
}
