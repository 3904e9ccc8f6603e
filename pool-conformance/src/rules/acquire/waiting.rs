//! Waiters and what comes back.

use crate::{
    Capability,
    ledger::Call,
    probe::Behaviour,
    rule::{Check, Level, Need, Rule, Stop},
    world::{Actor, Parting, Step, Witness, World},
};

pub(crate) static ACQ_05: Rule = Rule {
    id: "ACQ-05",
    level: Level::Must,
    capability: Capability::Core,
    needs: &[Need::Waiting],
    requirement: "No wake-up is lost: with N waiters queued and no new arrivals, N returned slots serve all N.",
    why: "A waiter that nobody wakes sleeps until its limit beside an idle connection (bb8 #122 and #167, sqlx #622).",
    hints: &[
        "can a connection come back between \"nothing is idle\" and \"I am queued\"?",
        "does a connection that broke serve a waiter too, by its free place?",
        "do two connections that come back at once wake two waiters?",
    ],
    witnesses: &[Witness::Served, Witness::Waited],
    check: |w| {
        for how in [Parting::Drop, Parting::Release, Parting::Broken] {
            for max in 1..=3 {
                for waiters in 1..=3 {
                    in_turn(w, max, waiters, how)?;
                    at_one_moment(w, max, waiters, how)?;
                }
            }
            for polls in 1..=3 {
                in_the_gap(w, polls, false, how)?;
                in_the_gap(w, polls, true, how)?;
            }
            polled_too_often(w, how)?;
        }
        [1, 2].into_iter().try_for_each(|size| during_prefill(w, size))
    },
};

fn in_turn(w: &mut World<'_>, max: usize, waiters: usize, how: Parting) -> Check {
    w.open(0, max)?;
    w.fill()?;
    let waiters = queue(w, waiters)?;
    w.expect_served_in_turn(&waiters, how, "each connection that is given back serves a waiter at once")
}

fn at_one_moment(w: &mut World<'_>, max: usize, waiters: usize, how: Parting) -> Check {
    w.open(0, max)?;
    let holders = w.fill()?;
    let waiters = queue(w, waiters)?;
    for holder in holders {
        w.begin_to_part(holder, how);
    }
    w.settle();
    let due = max.min(waiters.len());
    let count = waiters.len();
    let expected =
        format!("{due} of {count} waiters are served when {max} of {max} connections come back together");
    let served: Vec<Actor> = waiters.iter().copied().filter(|waiter| w.holds(*waiter).is_some()).collect();
    let left = waiters.iter().find(|waiter| w.holds(**waiter).is_none());
    let seen = left.map(|left| format!("{} served; {}", served.len(), w.describe(*left))).unwrap_or_default();
    Stop::unless(served.len() >= due, expected, seen)?;
    w.expect_served_in_turn(&waiters, how, "each connection that is given back serves a waiter at once")
}

/// The connection comes back while the waiter has been polled so often only, and may not be queued yet.
fn in_the_gap(w: &mut World<'_>, polls: usize, tasks: bool, how: Parting) -> Check {
    w.open(0, 1)?;
    let holder = w.hold()?;
    let waiter = w.new_client();
    w.perform(Step::Create(waiter));
    for _ in 0..polls {
        w.perform(Step::Poll(waiter));
        if tasks {
            w.perform(Step::Tasks);
        }
    }
    w.part(holder, how);
    w.expect_held(waiter, "a connection that comes back while an acquire begins to wait serves it")
}

/// Polls without a wake make no second entry in the queue, which would swallow the next one's wake.
fn polled_too_often(w: &mut World<'_>, how: Parting) -> Check {
    w.open(0, 1)?;
    w.fill()?;
    let waiters = queue(w, 3)?;
    for waiter in waiters.repeat(2) {
        w.perform(Step::Poll(waiter));
        w.settle();
    }
    let expected = "each connection that is given back serves a waiter, however often all have been polled";
    w.expect_served_in_turn(&waiters, how, expected)
}

/// Nobody gives anything back: the waiters wait for what `init` opens.
fn during_prefill(w: &mut World<'_>, size: usize) -> Check {
    w.build(size, size)?;
    w.gate(Call::Connect);
    w.start(Actor::Init(0));
    let waiters: Vec<Actor> = (0..size).map(|_| w.acquire()).collect();
    w.finish_all(Call::Connect, Behaviour::Succeed);
    let expected = "an acquire that waits while the first connections are opened settles when they are open";
    waiters.into_iter().try_for_each(|waiter| w.expect_settled(waiter, expected))
}

fn queue(w: &mut World<'_>, waiters: usize) -> Result<Vec<Actor>, Stop> {
    (0..waiters).map(|_| w.queue()).collect()
}
