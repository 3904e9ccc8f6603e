//! All of the capacity, and no more.

use crate::{
    model::{
        Actor, Behaviour, Call, Capability, Level, Rule, Situation, Step, Symptom, Verification, after,
        always,
    },
    rules::{Definition, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "ACQ-03",
        level: Level::Must,
        capability: Capability::Core,
        needs: &[],
        requirement: "The whole capacity is reachable: with a healthy manager, `max_size` acquires can all be held at once \
                  with no release.",
        why: "Places that are reserved, leaked or miscounted make a pool smaller than its configuration says \
          (mysql_async #45).",
        hints: &[
            "does the prefill keep the places of the connections that it opened?",
            "is there a limit on idle or on connecting ones that also limits those in use?",
        ],
        situations: &[Situation::Served],
    },
    owns: &[
        always(Symptom::CapacityLost),
        after(&[Situation::LimitReached], Symptom::CapacityLost),
        after(&[Situation::Broke], Symptom::CapacityLost),
    ],
    rank: 90,
    scenario: &[whole(|s| {
        for (min, max) in [(0, 1), (1, 1), (0, 2), (1, 2), (0, 3), (2, 3), (3, 3), (0, 10)] {
            one_by_one(s, min, max)?;
            together(s, min, max, false)?;
            together(s, min, max, true)?;
        }
        Ok(())
    })],
};

/// Twice, so that the second time connections are idle.
fn one_by_one(s: &mut Scenario<'_, '_>, min: usize, max: usize) -> Verification {
    s.open(min, max)?;
    for round in ["", ", all having been in use before"] {
        for held in 0..max {
            let client = s.acquire();
            let expected = format!("with {held} of {max} in use, an acquire is served at once{round}");
            s.expect_held(client, &expected)?;
        }
        s.give_back_all();
    }
    Ok(())
}

fn together(s: &mut Scenario<'_, '_>, min: usize, max: usize, slow: bool) -> Verification {
    s.open(min, max)?;
    if slow {
        s.gate(Call::Connect);
    }
    let clients: Vec<Actor> = (0..max)
        .map(|_| {
            let client = s.new_client();
            s.perform(Step::Start(client));
            client
        })
        .collect();
    s.settle();
    s.finish_all(Call::Connect, Behaviour::Succeed);
    let when = if slow { "when every connect has finished" } else { "at once" };
    let expected = format!("{max} acquires that start together on a pool of {max} are all served {when}");
    clients.into_iter().try_for_each(|client| s.expect_held(client, &expected))
}
