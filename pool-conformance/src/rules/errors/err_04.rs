//! What a failed connect leaves to others.

use crate::{
    model::{Behaviour, Call, Capability, Level, Rule, Situation, Step, Symptom, Verification, after},
    rules::errors::{failed_connects, let_try, open_with},
    rules::{Definition, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "ERR-04",
        level: Level::Must,
        capability: Capability::Core,
        needs: &[],
        requirement: "Failed connects leave the capacity intact: when the manager is well again, `max_size` connections \
                  can be held at once.",
        why: "A slot that is lost with every failed connect turns a short outage into a pool that never serves again \
          (deadpool before 0.4.0).",
        hints: &[
            "is the slot, permit or counter that was taken for a connect given back on its error path, too?",
            "is it given back when the error returns early, with `?`?",
        ],
        situations: &[Situation::Served, Situation::ConnectFailed],
    },
    owns: &[after(&[Situation::ConnectFailed], Symptom::CapacityLost)],
    rank: 55,
    scenario: &[whole(|s| {
        for (max, held) in [(1, 0), (2, 0), (2, 1), (3, 1)] {
            one_after_the_other(s, max, held)?;
            all_at_once(s, max, held)?;
        }
        Ok(())
    })],
};

/// Three times as many connects fail as there are slots.
fn one_after_the_other(s: &mut Scenario<'_, '_>, max: usize, held: usize) -> Verification {
    open_with(s, max, held)?;
    s.perform(Step::Always(Call::Connect, Behaviour::Fail));
    let client = s.new_client();
    for _ in 0..3 * max {
        s.start(client);
        let_try(s, client);
        s.cancel(client);
    }
    whole_again(s)
}

/// More clients than there are slots wait for connects, each of which fails in its turn.
fn all_at_once(s: &mut Scenario<'_, '_>, max: usize, held: usize) -> Verification {
    open_with(s, max, held)?;
    s.gate(Call::Connect);
    for _ in 0..2 * max {
        s.acquire();
    }
    for _ in 0..4 * max {
        s.finish(Call::Connect, Behaviour::Fail);
    }
    s.cancel_all();
    whole_again(s)
}

fn whole_again(s: &mut Scenario<'_, '_>) -> Verification {
    let failed = failed_connects(s);
    s.heal();
    s.expect_capacity(&format!("{failed} failed connects"))
}
