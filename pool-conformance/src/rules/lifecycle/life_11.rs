//! Those who wait when a pool is closed.

use crate::{
    model::{Capability, ErrorKind, Level, Need, Rule, Situation, Symptom, Verification, always},
    rules::{Definition, GENERAL, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "LIFE-11",
        level: Level::Should,
        capability: Capability::PromptClose,
        needs: &[Need::Closing, Need::Waiting],
        requirement: "Waiters get Closed as soon as `close` starts, even while guards are still out.",
        why: "Otherwise it takes the slowest holder of a connection to end requests that will never be served.",
        hints: &[
            "does `close` wait for guards before it tells those who wait?",
            "is a waiter told by the return of a connection alone?",
        ],
        situations: &[Situation::Waited, Situation::ClosedWithWaiter, Situation::ClosedWithHeld],
    },
    owns: &[always(Symptom::NotToldOfClose)],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for (max, waiters) in [(1, 1), (1, 3), (2, 2)] {
            told_at_once(s, max, waiters)?;
        }
        Ok(())
    })],
};

fn told_at_once(s: &mut Scenario<'_, '_>, max: usize, waiters: usize) -> Verification {
    s.open(0, max)?;
    s.fill()?;
    let queue = (0..waiters).map(|_| s.queue()).collect::<Result<Vec<_>, _>>()?;
    s.begin_close();
    for waiter in queue {
        let expected = "a waiter fails with Closed as soon as `close` starts, while guards are out";
        s.expect_error(waiter, &[ErrorKind::Closed], expected)?;
    }
    Ok(())
}
