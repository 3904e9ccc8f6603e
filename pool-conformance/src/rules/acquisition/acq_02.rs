//! What must hold at any instant, whatever a pool goes through.

use crate::{
    model::{Capability, Level, Rule, Situation, Stop, Symptom, Verification, always},
    rules::acquisition::busy,
    rules::{Definition, GENERAL, whole},
    scenario::Scenario,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "ACQ-02",
        level: Level::Must,
        capability: Capability::Core,
        needs: &[],
        requirement: "Open connections plus running connects never exceed `max_size`, counted at the manager; a connection \
                  counts until it is handed to `disconnect` or dropped.",
        why: "Servers refuse connections beyond their limit, and they refuse them to everybody (deadpool #205).",
        hints: &[
            "is a place reserved before `connect` is called, and kept until it is done?",
            "is a failed or cancelled acquire's place given back twice?",
            "is a connection that broke ended before its place is given to another?",
        ],
        situations: &[Situation::Served, Situation::ConnectFailed, Situation::ConnectCancelled],
    },
    owns: &[always(Symptom::BoundExceeded)],
    rank: GENERAL,
    scenario: &[whole(|s| busy::watch(s, the_bound_holds))],
};

fn the_bound_holds(s: &Scenario<'_, '_>) -> Verification {
    let (live, connecting, peak) =
        s.trace().count(|summary| (summary.live, summary.connecting, summary.peak));
    let expected = format!("no more than {} open or being opened at any moment", s.max());
    let now = format!("{peak} at once; after the last step {live} open and {connecting} being opened");
    Stop::unless(peak <= s.max(), expected, now)
}
