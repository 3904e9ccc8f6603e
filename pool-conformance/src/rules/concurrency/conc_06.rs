//! Waiting without work.

use std::time::Duration;

use crate::{
    model::{Actor, Capability, Level, Need, Rule, Situation, Stop, Symptom, Verification, always},
    rules::{Definition, GENERAL, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "CONC-06",
        level: Level::Should,
        capability: Capability::SingleThread,
        needs: &[Need::Waiting],
        requirement: "The pool makes progress on a single thread, without time passing and without busy polling.",
        why: "On a current-thread runtime a waiter that polls over and over takes the processor from the one it waits for.",
        hints: &[
            "does a waiter yield and look again, instead of leaving its waker?",
            "does a waiter sleep for a while and look again?",
        ],
        situations: &[Situation::Served, Situation::Waited, Situation::Reused],
    },
    owns: &[always(Symptom::BusyPolling)],
    rank: GENERAL,
    scenario: &[whole(|s| {
        one_after_the_other(s)?;
        for waiters in 1..=3 {
            waits_quietly(s, waiters)?;
        }
        Ok(())
    })],
};

/// One task acquires and gives back again and again, and no time passes.
fn one_after_the_other(s: &mut Scenario<'_, '_>) -> Verification {
    const TIMES: usize = 10;
    s.open(0, 2)?;
    for _ in 0..TIMES {
        let client = s.acquire();
        s.expect_held(client, "an acquire is served with no time passing")?;
        s.give_back(client);
    }
    let elapsed = s.trace().elapsed();
    Stop::unless(elapsed == Duration::ZERO, "no time passes", format!("{elapsed:?} passed"))
}

/// Those who wait on a full pool do nothing until a connection comes back, and then are served one after the other.
fn waits_quietly(s: &mut Scenario<'_, '_>, waiters: usize) -> Verification {
    s.open(0, 1)?;
    let mut holder = s.hold()?;
    let queue = (0..waiters).map(|_| s.queue()).collect::<Result<Vec<Actor>, Stop>>()?;
    let busy = queue.iter().find(|waiter| s.tasks().is_spinning(**waiter));
    let seen = busy.map(|busy| format!("{busy} keeps waking itself")).unwrap_or_default();
    Stop::unless(busy.is_none(), "a waiter is not polled over and over", seen)?;
    for _ in 0..waiters {
        s.give_back(holder);
        let served = queue.iter().copied().find(|waiter| s.holds(*waiter).is_some());
        let expected = "what comes back serves a waiter with no time passing";
        holder = served.ok_or_else(|| Stop::broken(expected, "nobody was served"))?;
    }
    Ok(())
}
