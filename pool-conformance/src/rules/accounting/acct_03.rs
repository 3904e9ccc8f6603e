//! What became of every connection.

use crate::{
    model::{Capability, Level, Rule, Situation, Stop, Symptom, Verification, always},
    rules::accounting::at_every_rest,
    rules::{Definition, GENERAL, whole},
    scenario::Scenario,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "ACCT-03",
        level: Level::Must,
        capability: Capability::Core,
        needs: &[],
        requirement: "At rest, the connections opened less those ended are `size`: nothing leaks and nothing is forgotten.",
        why: "A connection that is open and not counted is lost to the pool and still costs the server; one that is \
          counted and not open blocks a slot.",
        hints: &[
            "does a path that discards a connection, or loses it in a cancellation, correct the count?",
            "is a connection counted that was handed to nobody and kept nowhere?",
        ],
        situations: &[Situation::Served, Situation::Reused],
    },
    owns: &[always(Symptom::StatusSizeWrong)],
    rank: GENERAL,
    scenario: &[whole(|s| at_every_rest(s, nothing_is_forgotten))],
};

fn nothing_is_forgotten(s: &mut Scenario<'_, '_>, after: &str) -> Verification {
    let size = s.status()?.size;
    let (opened, ended) = s.trace().count(|summary| (summary.opened, summary.ended));
    let expected = format!("at rest after {after}, `size` is what has been opened and not ended");
    let seen =
        format!("{opened} were opened and {ended} ended, which leaves {}; `size` is {size}", opened - ended);
    Stop::unless(size == opened - ended, expected, seen)
}
