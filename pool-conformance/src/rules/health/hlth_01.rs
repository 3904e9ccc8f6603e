//! Connections that break while they are in use.

use crate::{
    model::{Capability, ConnId, Level, Rule, Situation, Step, Stop, Symptom, Verification, always},
    rules::{Definition, GENERAL, whole},
    scenario::{ReleaseMode, Scenario},
    sim::Conduct,
};
use std::time::Duration;

/// How long a pool may take to end what came back broken.
const SOON: Duration = Duration::from_secs(60);

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "HLTH-01",
        level: Level::Must,
        capability: Capability::HealthRelease,
        needs: &[],
        requirement: "A connection known to be broken when its guard goes is ended and never handed out again.",
        why: "The next user gets an error that the pool could have spared it, and if nobody looks the connection goes from \
          one user to the next (node-postgres: a client that cannot be queried).",
        hints: &[
            "is `has_broken` asked when a guard is dropped, and by `release`, and when its holder panics?",
            "is it asked as well where the connection goes straight to a waiter?",
        ],
        situations: &[Situation::Served, Situation::CameBackBroken],
    },
    owns: &[always(Symptom::LentKnownBroken)],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for max in 1..=2 {
            for how in [ReleaseMode::Drop, ReleaseMode::Release, ReleaseMode::Unwind] {
                comes_back(s, max, how)?;
                if s.waits_when_full() {
                    comes_back_to_a_waiter(s, max, how)?;
                }
            }
        }
        Ok(())
    })],
};

/// Gives back a connection that has broken; which it was.
fn give_back_broken(s: &mut Scenario<'_, '_>, how: ReleaseMode, queued: bool) -> Result<ConnId, Stop> {
    let holders = s.fill()?;
    let Some(id) = s.holds(holders[0]) else { return Err(Stop::unreached("a connection to give back")) };
    if queued {
        s.queue()?;
    }
    s.perform(Step::Break(holders[0]));
    s.release_guard(holders[0], how);
    Ok(id)
}

fn comes_back(s: &mut Scenario<'_, '_>, max: usize, how: ReleaseMode) -> Verification {
    s.open(0, max)?;
    let id = give_back_broken(s, how, false)?;
    let client = s.acquire();
    is_not_lent(s, id)?;
    s.expect_held(client, "an acquire is served by another connection when one came back broken")?;
    is_ended(s, id)
}

fn comes_back_to_a_waiter(s: &mut Scenario<'_, '_>, max: usize, how: ReleaseMode) -> Verification {
    s.open(0, max)?;
    let id = give_back_broken(s, how, true)?;
    is_not_lent(s, id)?;
    is_ended(s, id)
}

fn is_not_lent(s: &Scenario<'_, '_>, id: ConnId) -> Verification {
    let lent = s.trace().count(|summary| summary.lent_known_broken);
    let expected = format!("{id}, which had broken when it came back, is handed to nobody");
    let seen = lent.map(|(id, actor)| format!("{actor} was given {id}")).unwrap_or_default();
    Stop::unless(lent.is_none(), expected, seen)
}

fn is_ended(s: &mut Scenario<'_, '_>, id: ConnId) -> Verification {
    if !s.trace().is_ended(id) {
        s.advance(SOON);
    }
    let expected = format!("{id}, which had broken when it came back, is ended");
    Stop::unless(s.trace().is_ended(id), expected, format!("{id} is open after {SOON:?}"))
}
