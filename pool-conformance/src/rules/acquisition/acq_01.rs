//! What must hold at any instant, whatever a pool goes through.

use crate::{
    model::{Capability, Level, Rule, Situation, Stop, Symptom, Verification, always},
    rules::acquisition::busy,
    rules::{Definition, GENERAL, whole},
    scenario::Scenario,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "ACQ-01",
        level: Level::Must,
        capability: Capability::Core,
        needs: &[],
        requirement: "At any instant a connection is held by at most one guard.",
        why: "Two users of one connection read each other's answers and commit each other's transactions \
          (r2dbc-pool #92, mysql2 #1280).",
        hints: &[
            "is a connection taken out of the idle list under the same lock that finds it there?",
            "can a connection both go to a waiter and into the idle list?",
        ],
        situations: &[Situation::Served, Situation::Reused, Situation::Released],
    },
    owns: &[always(Symptom::Shared)],
    rank: GENERAL,
    scenario: &[whole(|s| busy::watch(s, nothing_is_shared))],
};

fn nothing_is_shared(s: &Scenario<'_, '_>) -> Verification {
    match s.trace().count(|summary| summary.shared) {
        None => Ok(()),
        Some((id, first, second)) => Err(Stop::broken(
            format!("while {first} holds {id}, nobody else is given it"),
            format!("{second} was given {id} as well"),
        )),
    }
}
