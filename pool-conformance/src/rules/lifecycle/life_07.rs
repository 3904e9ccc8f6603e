//! A pool that is closed, and closed again.

use crate::{
    model::{
        Actor, Behaviour, Call, Capability, Level, Need, Rule, Situation, Symptom, Verification, always,
    },
    rules::{Definition, GENERAL, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "LIFE-07",
        level: Level::Must,
        capability: Capability::Core,
        needs: &[Need::Closing],
        requirement: "Concurrent closes all settle, and each connection is still ended exactly once.",
        why: "Two shutdown paths at once must not end one connection twice, or wait for each other.",
        hints: &[
            "is each idle connection taken out under the lock by exactly one closer?",
            "are all closers woken when the shutdown is done, and not only one?",
        ],
        situations: &[Situation::Closed, Situation::ClosedWithIdle],
    },
    owns: &[always(Symptom::CloseStuck)],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for (closers, max) in [(2, 1), (3, 1), (8, 3)] {
            for gated in [false, true] {
                s.open(0, max)?;
                s.fill()?;
                s.give_back_all();
                if gated {
                    s.gate(Call::Disconnect);
                }
                close_together(s, closers)?;
            }
        }
        Ok(())
    })],
};

fn close_together(s: &mut Scenario<'_, '_>, closers: usize) -> Verification {
    let closing: Vec<Actor> = (0..closers).map(|_| s.begin_close()).collect();
    for _ in 0..closers * s.max() {
        s.finish(Call::Disconnect, Behaviour::Succeed);
    }
    for closer in closing {
        s.expect_settled(closer, &format!("each of {closers} concurrent closes settles"))?;
    }
    s.expect_ended_once()?;
    s.expect_all_ended(&format!("once all of {closers} closes have settled"))
}
