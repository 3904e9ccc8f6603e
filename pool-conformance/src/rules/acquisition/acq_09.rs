//! A connection that comes back before one that is being opened.

use crate::{
    model::{Behaviour, Call, Capability, Level, Need, Rule, Situation, Verification},
    rules::{Definition, GENERAL, whole},
    scenario::{ReleaseMode, Scenario},
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "ACQ-09",
        level: Level::May,
        capability: Capability::RaceConnect,
        needs: &[Need::Waiting],
        requirement: "A waiter whose own connect is still running is served by a connection that was released meanwhile; the \
                      surplus one then becomes idle or is ended, within the bound.",
        why: "It hides how slow a connect is from everybody but the first few.",
        hints: &[
            "does an acquire that connects go on listening for connections that come back?",
            "who takes a connection that arrives when nobody waits for it any more?",
        ],
        situations: &[Situation::Served, Situation::Reused],
    },
    owns: &[],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for how in [ReleaseMode::Drop, ReleaseMode::Release] {
            for end in [Behaviour::Succeed, Behaviour::Fail] {
                for max in 2..=3 {
                    is_served(s, max, how, end)?;
                }
            }
        }
        Ok(())
    })],
};

/// One is held and another connects; the first comes back, and then the connect comes to its end.
fn is_served(s: &mut Scenario<'_, '_>, max: usize, how: ReleaseMode, end: Behaviour) -> Verification {
    s.open_gated(max)?;
    let holder = s.hold_gated()?;
    let waiter = s.connecting()?;
    s.release_guard(holder, how);
    s.expect_held(waiter, "an acquire that still connects is served by a connection that comes back")?;
    s.finish_all(Call::Connect, end);
    s.heal();
    s.expect_capacity("an acquire was served before its connect was done")
}
