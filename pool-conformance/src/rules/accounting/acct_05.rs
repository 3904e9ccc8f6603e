//! What became of every connection.

use crate::{
    model::{Capability, CloseMode, Level, Rule, Situation, Stop, Symptom, Verification, always},
    rules::accounting::connections::{close_with_guards_out, drop_the_handle},
    rules::accounting::incidents::Incident,
    rules::accounting::scripts::INCIDENTS,
    rules::{Definition, GENERAL, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "ACCT-05",
        level: Level::Must,
        capability: Capability::Core,
        needs: &[],
        requirement: "No connection is ended while held, none is handed out after it began to end, and the manager is \
                  never called with one that has ended.",
        why: "A request fails in the middle for a connection that its own pool has cut (reactor-pool, Npgsql #3247).",
        hints: &[
            "does a reaper or `close` look at connections that are in use?",
            "is a connection taken out of the idle list, under the lock, before its end begins?",
        ],
        situations: &[Situation::Served, Situation::Reused],
    },
    owns: &[always(Symptom::UsedAfterEnd)],
    rank: GENERAL,
    scenario: &[whole(|s| {
        let aborts = s.declaration().close_mode == CloseMode::Abort;
        for incident in INCIDENTS.iter().filter(|incident| !aborts || !incident.closes()) {
            if incident.suits(s) {
                none_used_after_end(s, incident, drop_the_handle)?;
                none_used_after_end(
                    s,
                    incident,
                    if aborts { drop_the_handle } else { close_with_guards_out },
                )?;
            }
        }
        Ok(())
    })],
};

fn none_used_after_end(
    s: &mut Scenario<'_, '_>,
    incident: &Incident,
    end: fn(&mut Scenario<'_, '_>),
) -> Verification {
    incident.build(s)?;
    s.init()?;
    incident.happen(s, &mut |s, _| kept_apart(s, incident.about))?;
    end(s);
    kept_apart(s, incident.about)
}

fn kept_apart(s: &Scenario<'_, '_>, about: &str) -> Verification {
    let Some(id) = s.trace().count(|summary| summary.used_after_end) else { return Ok(()) };
    let expected = format!("in the course of {about}, no connection is used once its end has begun");
    Err(Stop::broken(
        expected,
        format!("{id} was ended while held, or handed out or used after its end had begun"),
    ))
}
