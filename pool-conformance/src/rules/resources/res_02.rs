//! What is left when a pool is gone.

use crate::{
    model::{Actor, Capability, Level, Rule, Settled, Situation, Stop, Verification},
    rules::resources::{WIND_DOWN, drop_handle},
    rules::{Definition, GENERAL, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "RES-02",
        level: Level::Must,
        capability: Capability::Core,
        needs: &[],
        requirement: "A guard may outlive the handle: it stays usable, and dropping it ends or returns its connection \
                  without panic.",
        why: "The order in which a program drops its parts at shutdown is rarely tidy.",
        hints: &[
            "does the guard's drop assume that the pool is still there, say by upgrading a weak reference?",
        ],
        situations: &[Situation::Served, Situation::HandleDropped],
    },
    owns: &[],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for others in [0, 1] {
            s.open(0, 2)?;
            let holder = s.hold()?;
            for _ in 0..others {
                s.leave_idle()?;
            }
            drop_handle(s)?;
            outlives(s, holder)?;
        }
        Ok(())
    })],
};

fn outlives(s: &mut Scenario<'_, '_>, holder: Actor) -> Verification {
    let id = s.holds(holder).ok_or_else(|| Stop::unreached("a guard that outlives the handle"))?;
    let expected = format!("{id} stays open for as long as {holder} holds it");
    Stop::unless(!s.trace().is_ended(id), expected, format!("{id} was ended when the handle was dropped"))?;
    s.give_back(holder);
    if let Some(Settled::Panicked(text)) = s.settled(holder) {
        return Err(Stop::broken(
            "a guard can be dropped after the handle",
            format!("its drop panicked: {text}"),
        ));
    }
    s.advance(WIND_DOWN);
    s.expect_all_ended("once the last handle and the last guard are gone")
}
