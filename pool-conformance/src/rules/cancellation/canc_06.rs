//! What a dropped acquire leaves behind.

use crate::{
    model::{Actor, Capability, Level, Need, Rule, Situation, Stop, Verification},
    rules::{Definition, GENERAL, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "CANC-06",
        level: Level::Should,
        capability: Capability::CancelExt,
        needs: &[Need::Waiting],
        requirement: "A dropped acquire leaves nothing behind: no waker, no entry in a queue.",
        why: "Under load most acquires may be given up, and a pool that keeps something of each grows until it is restarted \
              (mysql_async, poolboy).",
        hints: &[
            "does the `Drop` of a waiting future take its waker, or its entry, out of the list?",
            "are entries of those who have gone removed only when a connection comes back?",
        ],
        situations: &[Situation::Waited, Situation::WaiterCancelled],
    },
    owns: &[],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for max in 1..=2 {
            leaves_nothing(s, max)?;
        }
        Ok(())
    })],
};

/// Several wait and are dropped. A pool whose task learns of that may keep what it had of the last until the next comes.
fn leaves_nothing(s: &mut Scenario<'_, '_>, max: usize) -> Verification {
    const WAITERS: usize = 8;
    const AT_MOST: usize = 1;
    s.open(0, max)?;
    s.fill()?;
    let mut waiters = (0..WAITERS).map(|_| s.queue()).collect::<Result<Vec<Actor>, Stop>>()?;
    for waiter in &waiters {
        s.cancel(*waiter);
    }
    let last = s.queue()?;
    s.cancel(last);
    waiters.push(last);
    let kept = waiters.iter().filter(|waiter| s.tasks().is_waker_kept(**waiter)).count();
    let expected = "nothing is kept of acquires that were dropped while they waited";
    Stop::unless(kept <= AT_MOST, expected, format!("{kept} of {} wakers are kept", waiters.len()))
}
