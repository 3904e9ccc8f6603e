//! What `close` does to what it finds.

use crate::{
    model::{Actor, Capability, ErrorKind, Level, Need, Rule, Situation, Stop, Symptom, Verification, after},
    rules::{Definition, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "LIFE-10",
        level: Level::Must,
        capability: Capability::Core,
        needs: &[Need::Closing, Need::Waiting],
        requirement: "Every acquire that is queued when `close` starts settles no later than `close` completes, without \
                  waiting for its own timeout; the result is Closed or a working connection.",
        why: "A waiter that nobody will ever serve hangs its task, and the shutdown with it.",
        hints: &[
            "does `close` wake every waiter, or only one?",
            "does a woken waiter look at the closed flag before it goes back to sleep?",
        ],
        situations: &[Situation::Waited, Situation::ClosedWithWaiter],
    },
    owns: &[after(&[Situation::CloseBegan], Symptom::Stranded)],
    rank: 10,
    scenario: &[whole(|s| {
        for (max, waiters) in [(1, 1), (1, 3), (2, 3)] {
            s.open(0, max)?;
            s.fill()?;
            let queued = (0..waiters).map(|_| s.queue()).collect::<Result<Vec<_>, _>>()?;
            let close = s.begin_close();
            drain(s, close);
            for waiter in queued {
                settled_by_close(s, waiter)?;
            }
        }
        Ok(())
    })],
};

/// Gives every guard back, those of waiters that are still served included, until `close` has settled.
fn drain(s: &mut Scenario<'_, '_>, close: Actor) {
    for _ in 0..8 {
        if !s.is_pending(close) {
            return;
        }
        s.give_back_all();
    }
}

fn settled_by_close(s: &Scenario<'_, '_>, waiter: Actor) -> Verification {
    let expected = "a queued acquire settles, with Closed or a connection, by the time `close` has completed";
    s.expect_settled(waiter, expected)?;
    match s.tasks().error_of(waiter) {
        None | Some(ErrorKind::Closed) => Ok(()),
        Some(_) => Err(Stop::broken(expected, s.describe(waiter))),
    }
}
