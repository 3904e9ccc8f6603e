//! What `status` says.

use crate::{
    model::{Capability, Level, Rule, Situation, Stop, Symptom, Verification, always},
    rules::accounting::status::{at_every_moment, shown},
    rules::{Definition, GENERAL, whole},
    scenario::Scenario,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "ACCT-02",
        level: Level::Must,
        capability: Capability::Core,
        needs: &[],
        requirement: "Every snapshot, at any moment, is sane: nothing wraps around, `size` is at most `max_size`, and \
                  `idle` and `in_use` are at most `size`.",
        why: "A number that wraps below zero becomes a huge one, and somebody loops over it (sqlx #4289, deadpool #205).",
        hints: &[
            "is one number computed as the difference of two that are read one after the other?",
            "is `in_use` counted before the connect, and `size` only after it?",
        ],
        situations: &[Situation::Served, Situation::Reused],
    },
    owns: &[always(Symptom::StatusInsane)],
    rank: GENERAL,
    scenario: &[whole(|s| at_every_moment(s, is_sane))],
};

fn is_sane(s: &mut Scenario<'_, '_>) -> Verification {
    let status = s.status()?;
    let max = s.max();
    let sane = status.size <= max && status.idle <= status.size && status.in_use <= status.size;
    let expected = format!("at any moment size <= {max}, the `max_size`, idle <= size and in_use <= size");
    Stop::unless(sane, expected, shown(&status))
}
