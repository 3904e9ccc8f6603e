//! How many connections are opened.

use crate::{
    model::{Behaviour, Call, Capability, Level, Rule, Situation, Stop, Symptom, Verification, always},
    rules::{Definition, GENERAL, whole},
    scenario::{ReleaseMode, Scenario},
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "ACQ-07",
        level: Level::Should,
        capability: Capability::Growth,
        needs: &[],
        requirement: "With `min_size` 0, the pool opens no more connections than were ever wanted at once.",
        why: "Connections beyond that are made in a storm, and each costs the server a process or a session (bb8 #221).",
        hints: &[
            "does a waiter that looks again begin another connect while its first one runs?",
            "is a connect begun for each return, although nobody waits for it any more?",
        ],
        situations: &[Situation::Served],
    },
    owns: &[always(Symptom::GrownTooFar)],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for (max, clients) in [(3, 1), (3, 2), (8, 3)] {
            for gated in [false, true] {
                for how in [ReleaseMode::Drop, ReleaseMode::Broken] {
                    opens_what_is_wanted(s, max, clients, gated, how)?;
                }
            }
        }
        Ok(())
    })],
};

/// So many clients come and go, twice, in a pool that has room for more.
fn opens_what_is_wanted(
    s: &mut Scenario<'_, '_>,
    max: usize,
    clients: usize,
    gated: bool,
    how: ReleaseMode,
) -> Verification {
    s.open(0, max)?;
    if gated {
        s.gate(Call::Connect);
    }
    for _ in 0..2 {
        let users: Vec<_> = (0..clients).map(|_| s.acquire()).collect();
        s.finish_all(Call::Connect, Behaviour::Succeed);
        for user in users {
            s.release_guard(user, how);
        }
        s.finish_all(Call::Connect, Behaviour::Succeed);
        let peak = s.trace().count(|summary| summary.peak);
        let expected = format!("{clients} clients need no more than {clients} connections at once");
        Stop::unless(peak <= clients, expected, format!("{peak} were open or being opened"))?;
    }
    Ok(())
}
