//! What one user leaves behind, and the next finds.

use crate::{
    model::{Capability, Level, Rule, Situation, Stop, Symptom, Verification, always},
    rules::{Definition, GENERAL, whole},
    scenario::{ReleaseMode, Scenario},
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "RST-01",
        level: Level::Must,
        capability: Capability::Reset,
        needs: &[],
        requirement: "Session state of one user is invisible to the next: the reset runs once for each use, before the \
                  connection is next lent.",
        why: "A role, a search path or an open transaction of one user in the session of another is a breach of security, and \
          no error shows it.",
        hints: &[
            "is the reset run where a connection goes straight to a waiter as well?",
            "is it run whatever the setting of `validate_on_acquire`, and however short the connection lay idle?",
            "is it run where the holder panics, too?",
        ],
        situations: &[Situation::Served, Situation::Reused],
    },
    owns: &[always(Symptom::SessionShared)],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for max in 1..=2 {
            for how in [ReleaseMode::Drop, ReleaseMode::Release, ReleaseMode::Unwind] {
                in_turn(s, max, how)?;
                if s.waits_when_full() {
                    handed_on(s, max, how)?;
                }
            }
        }
        Ok(())
    })],
};

fn in_turn(s: &mut Scenario<'_, '_>, max: usize, how: ReleaseMode) -> Verification {
    const TURNS: usize = 3;
    s.open(0, max)?;
    for _ in 0..TURNS {
        for client in s.fill()? {
            s.release_guard(client, how);
        }
        is_reset(s)?;
    }
    Ok(())
}

fn handed_on(s: &mut Scenario<'_, '_>, max: usize, how: ReleaseMode) -> Verification {
    s.open(0, max)?;
    for client in s.fill()? {
        s.queue()?;
        s.release_guard(client, how);
        is_reset(s)?;
    }
    Ok(())
}

fn is_reset(s: &Scenario<'_, '_>) -> Verification {
    let lent = s.trace().count(|summary| summary.lent_used);
    let seen = lent.map(|(id, actor)| format!("{actor} was given {id} as its last holder left it"));
    Stop::unless(lent.is_none(), "a connection is reset between any two holders", seen.unwrap_or_default())
}
