//! An acquire beside a connection that lies idle.

use crate::{
    model::{Behaviour, Call, Capability, Level, Rule, Situation, Step, Stop, Verification},
    rules::{Definition, GENERAL, whole},
    scenario::{ReleaseMode, Scenario},
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "ERR-11",
        level: Level::Should,
        capability: Capability::ErrorScope,
        needs: &[],
        requirement: "An acquire for which a healthy connection lies idle neither fails nor waits, even briefly, for a connect \
                      that the pool makes for other reasons: it is served promptly.",
        why: "In an outage the connections that are left are all there is; a pool that first makes up its least size lends \
              none of them (lettuce #1624).",
        hints: &[
            "does `acquire` make up `min_size` before it looks at what lies idle?",
            "is the error of a connect in the background reported to whoever asks next?",
        ],
        situations: &[Situation::Served, Situation::Broke],
    },
    owns: &[],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for connects in [Behaviour::Fail, Behaviour::Gate] {
            for max in 2..=3 {
                for min in 0..=max {
                    gets_what_is_left(s, min, max, connects)?;
                }
            }
        }
        Ok(())
    })],
};

/// All but one of the connections are lost while connects fail or hang; then that one is asked for.
fn gets_what_is_left(s: &mut Scenario<'_, '_>, min: usize, max: usize, connects: Behaviour) -> Verification {
    s.open(min, max)?;
    let holders = s.fill()?;
    s.perform(Step::Always(Call::Connect, connects));
    s.give_back(holders[0]);
    for holder in &holders[1..] {
        s.release_guard(*holder, ReleaseMode::Broken);
    }
    let idle = s.trace().idle();
    if idle != 1 {
        return Err(Stop::unreached(format!("the check needs one idle connection, and there are {idle}")));
    }
    let client = s.acquire();
    s.expect_held(
        client,
        "an acquire is served by the connection that lies idle, while no other can be opened",
    )
}
