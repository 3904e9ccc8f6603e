//! What `close` does to what it finds.

use std::collections::BTreeSet;

use crate::{
    model::{
        Actor, Behaviour, Call, Capability, ConnId, Event, Leak, Level, Need, Rule, Situation, Stop, Symptom,
        always,
    },
    rules::{Definition, GENERAL, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "LIFE-08",
        level: Level::Must,
        capability: Capability::Core,
        needs: &[Need::Closing],
        requirement: "When `close` completes, every connection that was idle has been ended.",
        why: "A caller exits when `close` returns; what is still open then is cut off, and the server sees an abort.",
        hints: &[
            "does `close` await each `disconnect`, or leave that to a task?",
            "are connections that came back during `close` ended too?",
        ],
        situations: &[Situation::Served, Situation::Closed, Situation::ClosedWithIdle],
    },
    owns: &[always(Symptom::IdleLeftByClose), always(Symptom::Leaked(Leak::Idle))],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for (gated, max) in [(false, 1), (true, 1), (true, 3)] {
            s.open(0, max)?;
            s.fill()?;
            s.give_back_all();
            if gated {
                s.gate(Call::Disconnect);
            }
            let close = s.begin_close();
            for _ in 0..max {
                s.finish(Call::Disconnect, Behaviour::Succeed);
            }
            s.expect_settled(close, "`close` completes once every connection has been ended")?;
            let open = open_when_settled(s, close);
            let seen = format!("{} had not been ended yet", list(&open));
            Stop::unless(
                open.is_empty(),
                "when `close` completes, all idle connections have been ended",
                seen,
            )?;
        }
        Ok(())
    })],
};

/// The connections that nobody held and that had not been ended when the actor settled.
fn open_when_settled(s: &Scenario<'_, '_>, actor: Actor) -> BTreeSet<ConnId> {
    let mut open = BTreeSet::new();
    let mut held = BTreeSet::new();
    for entry in s.trace().entries() {
        match entry.event {
            Event::Opened(id) => drop(open.insert(id)),
            Event::Ended(id, _) => drop(open.remove(&id)),
            Event::Held(_, id) => drop(held.insert(id)),
            Event::Unheld(_, id) => drop(held.remove(&id)),
            Event::Settled(who, _) if who == actor => break,
            _ => {}
        }
    }
    open.difference(&held).copied().collect()
}

fn list(ids: &BTreeSet<ConnId>) -> String {
    let ids: Vec<String> = ids.iter().map(ConnId::to_string).collect();
    ids.join(", ")
}
