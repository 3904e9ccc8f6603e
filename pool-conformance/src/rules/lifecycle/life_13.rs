//! A `close` that waits.

use crate::{
    model::{
        Behaviour, Call, Capability, Level, Need, Rule, Settled, Situation, Stop, Symptom, Verification,
        always,
    },
    rules::{Definition, whole},
    scenario::{ReleaseMode, Scenario},
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "LIFE-13",
        level: Level::Must,
        capability: Capability::CloseWaits,
        needs: &[Need::Closing],
        requirement: "`close` completes only after all guards are back and every ending has finished.",
        why: "A process that exits when `close` has returned cuts off what is still in use (mysql_async #243).",
        hints: &[
            "does `close` count guards, or only connections that are idle?",
            "does a task end connections for which `close` does not wait?",
            "is whoever waits in `close` told by the last guard, and by the last ending?",
        ],
        situations: &[Situation::Served, Situation::Closed, Situation::ClosedWithHeld],
    },
    owns: &[always(Symptom::ClosedTooEarly), always(Symptom::CloseStuck)],
    rank: 90,
    scenario: &[whole(|s| {
        for how in [ReleaseMode::Drop, ReleaseMode::Release, ReleaseMode::Broken] {
            for (max, idle) in [(1, 0), (2, 0), (2, 1)] {
                waits(s, max, idle, how)?;
            }
        }
        Ok(())
    })],
};

/// So many connections are idle and the others lent; each comes back, and each ending takes its time.
fn waits(s: &mut Scenario<'_, '_>, max: usize, idle: usize, how: ReleaseMode) -> Verification {
    s.open(0, max)?;
    let holders = s.fill()?;
    for holder in &holders[..idle] {
        s.give_back(*holder);
    }
    s.gate(Call::Disconnect);
    let close = s.begin_close();
    for holder in &holders[idle..] {
        s.expect_pending(close, &format!("`close` waits while {holder} holds a connection"))?;
        s.release_guard(*holder, how);
    }
    while s.gated(Call::Disconnect) > 0 {
        s.expect_pending(close, "`close` waits while a connection is being ended")?;
        s.finish(Call::Disconnect, Behaviour::Succeed);
    }
    let done = s.settled(close) == Some(&Settled::Done);
    Stop::unless(done, "`close` completes when all guards are back and ended", s.describe(close))?;
    s.expect_all_ended("when a `close` that waits has completed")
}
