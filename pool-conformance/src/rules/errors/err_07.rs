//! A `connect` that panics.

use crate::{
    model::{
        Behaviour, Call, CallEnd, Capability, Level, Rule, Situation, Step, Stop, Symptom, Verification,
        after,
    },
    rules::errors::{let_try, open_with, passes_on},
    rules::{Definition, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "ERR-07",
        level: Level::Must,
        capability: Capability::Core,
        needs: &[],
        requirement: "A panic in `connect` reaches the caller or becomes an error; the capacity is intact and the pool \
                  still works.",
        why: "A bug in a parser must cost one request and not the whole pool.",
        hints: &[
            "is the slot given back by a value whose drop does it, so that unwinding does it, too?",
            "does a task that connects tell its waiter when it panics?",
            "is a lock held across the call, so that it is poisoned afterwards?",
        ],
        situations: &[Situation::Served, Situation::ConnectPanicked],
    },
    owns: &[
        after(&[Situation::ConnectPanicked], Symptom::Stranded),
        after(&[Situation::ConnectPanicked], Symptom::CapacityLost),
    ],
    rank: 50,
    scenario: &[whole(|s| {
        for (max, held) in [(1, 0), (2, 1), (3, 0), (3, 2)] {
            for panics in [1, 3 * max] {
                for gated in [false, true] {
                    survives(s, max, held, panics, gated)?;
                }
            }
        }
        if s.waits_when_full() {
            for (max, waiters) in [(1, 1), (1, 2), (2, 1)] {
                passes_on(s, max, waiters, 1, Behaviour::Panic)?;
            }
        }
        Ok(())
    })],
};

fn survives(s: &mut Scenario<'_, '_>, max: usize, held: usize, panics: usize, gated: bool) -> Verification {
    open_with(s, max, held)?;
    let client = s.new_client();
    for _ in 0..panics {
        s.perform(Step::Next(Call::Connect, if gated { Behaviour::Gate } else { Behaviour::Panic }));
        s.start(client);
        s.finish(Call::Connect, Behaviour::Panic);
        let_try(s, client);
        let expected = "an acquire settles when its connect panics: with that panic, or with an error";
        Stop::unless(!s.is_pending(client), expected, s.describe(client))?;
        s.give_back(client);
    }
    s.heal();
    let panicked = s.trace().count(|summary| summary.ends(Call::Connect, CallEnd::Panicked));
    s.expect_capacity(&format!("{panicked} connects that panicked"))
}
