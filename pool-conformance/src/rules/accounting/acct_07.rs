//! Numbers of one moment.

use crate::{
    model::{Behaviour, Call, Capability, Level, Rule, Situation, Stop, Symptom, Verification, always},
    rules::{Definition, GENERAL, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "ACCT-07",
        level: Level::Should,
        capability: Capability::Snapshot,
        needs: &[],
        requirement: "The numbers add up in every snapshot, not only at rest.",
        why: "A number in use that is the difference of two readings of different moments goes below zero, or above the size \
          (influxdb_iox).",
        hints: &[
            "are the numbers of a status read under one lock?",
            "is a connect that runs counted as idle, or as in use?",
        ],
        situations: &[Situation::Served],
    },
    owns: &[always(Symptom::SnapshotWrong)],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for max in 1..=3 {
            adds_up_while_connecting(s, max)?;
        }
        Ok(())
    })],
};

/// Looks at the status while each of several connects runs, beside those that hold a connection.
fn adds_up_while_connecting(s: &mut Scenario<'_, '_>, max: usize) -> Verification {
    s.open_gated(max)?;
    for _ in 0..max {
        s.connecting()?;
        adds_up(s)?;
        s.finish(Call::Connect, Behaviour::Succeed);
        adds_up(s)?;
    }
    s.give_back_all();
    adds_up(s)
}

fn adds_up(s: &mut Scenario<'_, '_>) -> Verification {
    let connecting = s.trace().count(|summary| summary.connecting);
    let status = s.status()?;
    let sum = status.idle + status.in_use;
    let whole = (sum..=sum + connecting).contains(&status.size);
    let (size, idle, in_use) = (status.size, status.idle, status.in_use);
    let seen = format!("size {size}, idle {idle}, in_use {in_use}; {connecting} connects run");
    Stop::unless(whole, "size is idle and in_use together, and perhaps the connects that run", seen)
}
