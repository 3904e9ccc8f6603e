//! Dropped while it waits.

use crate::{
    Capability,
    rule::{Check, Level, Need, Rule, Stop},
    world::{Actor, Parting, Step, Witness, World},
};

pub(crate) static CANC_02: Rule = Rule {
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
    witnesses: &[Witness::Served, Witness::Waited, Witness::WaiterCancelled],
    check: |w| {
        for max in 1..=2 {
            for waiters in 1..=3 {
                for victim in 0..waiters {
                    for polls in 1..=3 {
                        one_of_them(w, max, waiters, victim, polls, false)?;
                        one_of_them(w, max, waiters, victim, polls, true)?;
                    }
                }
                all_of_them(w, max, waiters)?;
            }
            newcomer(w, max)?;
        }
        Ok(())
    },
};

/// `early`: before anything else runs, so that a pool's own task may know nothing of it yet.
fn one_of_them(
    w: &mut World<'_>,
    max: usize,
    waiters: usize,
    victim: usize,
    polls: usize,
    early: bool,
) -> Check {
    w.open(0, max)?;
    w.fill()?;
    let mut others = queue(w, victim)?;
    let dropped = w.new_client();
    w.perform(Step::Start(dropped));
    for _ in 1..polls {
        w.perform(Step::Tasks);
        w.perform(Step::Poll(dropped));
    }
    if !w.is_pending(dropped) {
        return Err(Stop::unreached(format!(
            "the check needs a pool that is full, but {}",
            w.describe(dropped)
        )));
    }
    if early {
        w.cancel(dropped);
    }
    others.extend(queue(w, waiters - victim - 1)?);
    w.cancel(dropped);
    let expected =
        format!("each connection that is given back serves a waiter, {dropped} having been dropped");
    w.expect_served_in_turn(&others, Parting::Drop, &expected)?;
    let ended = w.count(|fold| fold.ended);
    let expected = format!("{dropped}, which only waited, takes no connection with it");
    Stop::unless(ended == 0, expected, format!("{ended} healthy connections were ended"))?;
    w.expect_reachable("a waiting acquire was dropped")
}

/// Over and over again, so that small losses add up.
fn all_of_them(w: &mut World<'_>, max: usize, waiters: usize) -> Check {
    w.open(0, max)?;
    w.fill()?;
    let dropped = queue(w, waiters)?;
    for _ in 0..5 {
        for waiter in &dropped {
            w.perform(Step::Cancel(*waiter));
        }
        w.settle();
        for waiter in &dropped {
            w.start(*waiter);
        }
    }
    w.cancel_all();
    w.expect_reachable("all waiting acquires were dropped")
}

/// Who comes later waits and is served as if the dropped one had never been.
fn newcomer(w: &mut World<'_>, max: usize) -> Check {
    w.open(0, max)?;
    w.fill()?;
    for waiter in queue(w, 2)? {
        w.cancel(waiter);
    }
    let late = queue(w, 2)?;
    let expected = "each connection that is given back serves a waiter, those before it having been dropped";
    w.expect_served_in_turn(&late, Parting::Release, expected)?;
    w.expect_reachable("waiting acquires were dropped")
}

fn queue(w: &mut World<'_>, waiters: usize) -> Result<Vec<Actor>, Stop> {
    (0..waiters).map(|_| w.queue()).collect()
}
