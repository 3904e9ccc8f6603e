//! A `connect` that panics.

use super::{
    capacity::{open_with, passes_on},
    let_try,
};
use crate::{
    Capability,
    ledger::{Call, CallEnd},
    probe::Behaviour,
    rule::{Check, Level, Rule, Stop},
    world::{Step, Witness, World},
};

pub(crate) static ERR_07: Rule = Rule {
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
    witnesses: &[Witness::Served, Witness::ConnectPanicked],
    check: |w| {
        for (max, held) in [(1, 0), (2, 1), (3, 0), (3, 2)] {
            for panics in [1, 3 * max] {
                for gated in [false, true] {
                    survives(w, max, held, panics, gated)?;
                }
            }
        }
        if w.waits_when_full() {
            for (max, waiters) in [(1, 1), (1, 2), (2, 1)] {
                passes_on(w, max, waiters, 1, Behaviour::Panic)?;
            }
        }
        Ok(())
    },
};

fn survives(w: &mut World<'_>, max: usize, held: usize, panics: usize, gated: bool) -> Check {
    open_with(w, max, held)?;
    let client = w.new_client();
    for _ in 0..panics {
        w.perform(Step::Next(Call::Connect, if gated { Behaviour::Gate } else { Behaviour::Panic }));
        w.start(client);
        w.finish(Call::Connect, Behaviour::Panic);
        let_try(w, client);
        let expected = "an acquire settles when its connect panics: with that panic, or with an error";
        Stop::unless(!w.is_pending(client), expected, w.describe(client))?;
        w.give_back(client);
    }
    w.heal();
    let panicked = w.count(|fold| fold.ends(Call::Connect, CallEnd::Panicked));
    w.expect_capacity(&format!("{panicked} connects that panicked"))
}
