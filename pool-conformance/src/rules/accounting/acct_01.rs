//! What `status` says.

use pool_protocol::Status;

use crate::{
    model::{Capability, CloseMode, Level, Rule, Situation, Stop, Symptom, Verification, always},
    rules::accounting::at_every_rest,
    rules::accounting::status::shown,
    rules::{Definition, GENERAL, whole},
    scenario::Scenario,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "ACCT-01",
        level: Level::Must,
        capability: Capability::Core,
        needs: &[],
        requirement: "At rest, `size` is `idle` and `in_use` together, and `in_use` is the number of guards held.",
        why: "Capacity is planned, and alarms are raised, by these numbers (deadpool before 0.8.0 counted discarded \
          connections).",
        hints: &[
            "is a counter changed on one way out of an operation, and not on another: error, cancellation, discard?",
            "is a guard counted from when it is handed out, or already while its acquire waits or connects?",
        ],
        situations: &[Situation::Served, Situation::Reused, Situation::Released],
    },
    owns: &[always(Symptom::StatusInUseWrong), always(Symptom::StatusSumWrong)],
    rank: GENERAL,
    scenario: &[whole(|s| at_every_rest(s, adds_up))],
};

fn adds_up(s: &mut Scenario<'_, '_>, after: &str) -> Verification {
    let status = s.status()?;
    let Status { size, idle, in_use, closed, .. } = status;
    let expected = format!("at rest after {after}, `size` is `idle` and `in_use` together");
    Stop::unless(idle.checked_add(in_use) == Some(size), expected, shown(&status))?;
    let held = s.trace().count(|summary| summary.held);
    // Such a pool has taken the connections back already, and whoever still has a guard has nothing in it.
    let taken_away = closed && s.declaration().close_mode == CloseMode::Abort;
    let expected = format!("at rest after {after}, `in_use` is the number of guards held, {held}");
    Stop::unless(in_use == held || taken_away, expected, shown(&status))
}
