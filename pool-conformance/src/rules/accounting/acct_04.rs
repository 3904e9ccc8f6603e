//! What became of every connection.

use std::time::Duration;

use crate::{
    model::{Capability, Leak, Level, Rule, Situation, Stop, Symptom, Verification, always},
    rules::accounting::bring_all_back,
    rules::accounting::connections::{close_with_guards_out, drop_the_handle, end_by_close},
    rules::accounting::scripts::INCIDENTS,
    rules::{Definition, whole},
    scenario::Scenario,
    sim::Conduct,
    trace::Life,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "ACCT-04",
        level: Level::Must,
        capability: Capability::Core,
        needs: &[],
        requirement: "At the end of the pool's life (closed and no guard left, or the last handle and guard dropped), each \
                  opened connection has been ended exactly once.",
        why: "What is never ended leaks; what is ended twice may hit a descriptor that is somebody else's by then \
          (HikariCP 6.0.0, commons-pool POOL-231).",
        hints: &[
            "does a guard that comes affinity to a closed or dropped pool end its connection?",
            "do `close` and the drop of the last handle both end what they find?",
            "does a connection that arrives late, in a task, find nobody to end it?",
        ],
        situations: &[Situation::Served, Situation::HandleDropped],
    },
    owns: &[always(Symptom::Leaked(Leak::Lost))],
    rank: 90,
    scenario: &[whole(|s| {
        for incident in INCIDENTS {
            for end in [close_when_all_is_back, close_with_guards_out, drop_the_handle] {
                if !incident.suits(s) {
                    continue;
                }
                incident.build(s)?;
                s.init()?;
                incident.happen(s, &mut |_, _| Ok(()))?;
                end(s);
                each_ended_once(s, incident.about)?;
            }
        }
        Ok(())
    })],
};

/// How long, in virtual time, a pool may take to wind down.
const WIND_DOWN: Duration = Duration::from_secs(60);

fn close_when_all_is_back(s: &mut Scenario<'_, '_>) {
    bring_all_back(s);
    end_by_close(s);
}

fn each_ended_once(s: &mut Scenario<'_, '_>, after: &str) -> Verification {
    if s.trace().count(|summary| summary.opened > summary.ended) {
        s.advance(WIND_DOWN);
    }
    s.expect_ended_once()?;
    let left = s.trace().count(|summary| {
        let left = summary.conns().filter(|(_, conn)| !matches!(conn.life, Life::Ended(_)));
        left.map(|(id, _)| id.to_string()).collect::<Vec<_>>()
    });
    let end = if s.pool().has_handle() {
        "the pool is closed and no guard is left"
    } else {
        "the last handle is gone"
    };
    let expected = format!("after {after}, once {end}, every connection has been ended");
    Stop::unless(left.is_empty(), expected, format!("never ended: {}", left.join(", ")))
}
