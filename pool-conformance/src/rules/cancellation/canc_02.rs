//! Dropped while it waits.

use crate::{
    model::{Actor, Capability, Level, Need, Rule, Situation, Step, Stop, Symptom, Verification, after},
    rules::{Definition, whole},
    scenario::{ReleaseMode, Scenario},
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "CANC-02",
        level: Level::Must,
        capability: Capability::Core,
        needs: &[Need::Waiting],
        requirement: "Dropping an acquire that is waiting loses no slot, no connection and no wake-up.",
        why: "Every timeout around an acquire drops it; if each costs a little, the pool runs dry under load (bb8 #59 and \
          #67, Go #18995).",
        hints: &[
            "is a slot, a counter or a queue entry given up in a `Drop`, and not only after the await?",
            "is a waiter that is gone still in the queue, and served?",
        ],
        situations: &[Situation::Served, Situation::Waited, Situation::WaiterCancelled],
    },
    owns: &[
        after(&[Situation::WaiterCancelled], Symptom::Stranded),
        after(&[Situation::WaiterCancelled], Symptom::CapacityLost),
    ],
    rank: 40,
    scenario: &[whole(|s| {
        for max in 1..=2 {
            for waiters in 1..=3 {
                for victim in 0..waiters {
                    for polls in 1..=3 {
                        one_of_them(s, max, waiters, victim, polls, false)?;
                        one_of_them(s, max, waiters, victim, polls, true)?;
                    }
                }
                all_of_them(s, max, waiters)?;
            }
            newcomer(s, max)?;
        }
        Ok(())
    })],
};

/// `early`: before anything else runs, so that a pool's own task may know nothing of it yet.
fn one_of_them(
    s: &mut Scenario<'_, '_>,
    max: usize,
    waiters: usize,
    victim: usize,
    polls: usize,
    early: bool,
) -> Verification {
    s.open(0, max)?;
    s.fill()?;
    let mut others = queue(s, victim)?;
    let dropped = s.new_client();
    s.perform(Step::Start(dropped));
    for _ in 1..polls {
        s.perform(Step::Tasks);
        s.perform(Step::Poll(dropped));
    }
    if !s.is_pending(dropped) {
        return Err(Stop::unreached(format!(
            "the check needs a pool that is full, but {}",
            s.describe(dropped)
        )));
    }
    if early {
        s.cancel(dropped);
    }
    others.extend(queue(s, waiters - victim - 1)?);
    s.cancel(dropped);
    let expected =
        format!("each connection that is given back serves a waiter, {dropped} having been dropped");
    s.expect_served_in_turn(&others, ReleaseMode::Drop, &expected)?;
    let ended = s.trace().count(|summary| summary.ended);
    let expected = format!("{dropped}, which only waited, takes no connection with it");
    Stop::unless(ended == 0, expected, format!("{ended} healthy connections were ended"))?;
    s.expect_reachable("a waiting acquire was dropped")
}

/// Over and over again, so that small losses add up.
fn all_of_them(s: &mut Scenario<'_, '_>, max: usize, waiters: usize) -> Verification {
    s.open(0, max)?;
    s.fill()?;
    let dropped = queue(s, waiters)?;
    for _ in 0..5 {
        for waiter in &dropped {
            s.perform(Step::Cancel(*waiter));
        }
        s.settle();
        for waiter in &dropped {
            s.start(*waiter);
        }
    }
    s.cancel_all();
    s.expect_reachable("all waiting acquires were dropped")
}

/// Who comes later waits and is served as if the dropped one had never been.
fn newcomer(s: &mut Scenario<'_, '_>, max: usize) -> Verification {
    s.open(0, max)?;
    s.fill()?;
    for waiter in queue(s, 2)? {
        s.cancel(waiter);
    }
    let late = queue(s, 2)?;
    let expected = "each connection that is given back serves a waiter, those before it having been dropped";
    s.expect_served_in_turn(&late, ReleaseMode::Release, expected)?;
    s.expect_reachable("waiting acquires were dropped")
}

fn queue(s: &mut Scenario<'_, '_>, waiters: usize) -> Result<Vec<Actor>, Stop> {
    (0..waiters).map(|_| s.queue()).collect()
}
