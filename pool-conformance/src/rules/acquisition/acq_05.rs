//! Waiters and what comes back.

use crate::{
    model::{
        Actor, Behaviour, Call, Capability, Level, Need, Rule, Situation, Step, Stop, Symptom, Verification,
        after, always,
    },
    rules::{Definition, whole},
    scenario::{ReleaseMode, Scenario},
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
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
        situations: &[Situation::Served, Situation::Waited],
    },
    owns: &[
        always(Symptom::Stranded),
        after(&[Situation::LimitReached], Symptom::Stranded),
        after(&[Situation::Broke], Symptom::Stranded),
    ],
    rank: 90,
    scenario: &[whole(|s| {
        for how in [ReleaseMode::Drop, ReleaseMode::Release, ReleaseMode::Broken] {
            for max in 1..=3 {
                for waiters in 1..=3 {
                    in_turn(s, max, waiters, how)?;
                    at_one_moment(s, max, waiters, how)?;
                }
            }
            for polls in 1..=3 {
                in_the_gap(s, polls, false, how)?;
                in_the_gap(s, polls, true, how)?;
            }
            polled_too_often(s, how)?;
        }
        [1, 2].into_iter().try_for_each(|size| during_prefill(s, size))
    })],
};

fn in_turn(s: &mut Scenario<'_, '_>, max: usize, waiters: usize, how: ReleaseMode) -> Verification {
    s.open(0, max)?;
    s.fill()?;
    let waiters = queue(s, waiters)?;
    s.expect_served_in_turn(&waiters, how, "each connection that is given back serves a waiter at once")
}

fn at_one_moment(s: &mut Scenario<'_, '_>, max: usize, waiters: usize, how: ReleaseMode) -> Verification {
    s.open(0, max)?;
    let holders = s.fill()?;
    let waiters = queue(s, waiters)?;
    for holder in holders {
        s.begin_release(holder, how);
    }
    s.settle();
    let due = max.min(waiters.len());
    let count = waiters.len();
    let expected =
        format!("{due} of {count} waiters are served when {max} of {max} connections come back together");
    let served: Vec<Actor> = waiters.iter().copied().filter(|waiter| s.holds(*waiter).is_some()).collect();
    let left = waiters.iter().find(|waiter| s.holds(**waiter).is_none());
    let seen = left.map(|left| format!("{} served; {}", served.len(), s.describe(*left))).unwrap_or_default();
    Stop::unless(served.len() >= due, expected, seen)?;
    s.expect_served_in_turn(&waiters, how, "each connection that is given back serves a waiter at once")
}

/// The connection comes back while the waiter has been polled so often only, and may not be queued yet.
fn in_the_gap(s: &mut Scenario<'_, '_>, polls: usize, tasks: bool, how: ReleaseMode) -> Verification {
    s.open(0, 1)?;
    let holder = s.hold()?;
    let waiter = s.new_client();
    s.perform(Step::Create(waiter));
    for _ in 0..polls {
        s.perform(Step::Poll(waiter));
        if tasks {
            s.perform(Step::Tasks);
        }
    }
    s.release_guard(holder, how);
    s.expect_held(waiter, "a connection that comes back while an acquire begins to wait serves it")
}

/// Polls without a wake make no second entry in the queue, which would swallow the next one's wake.
fn polled_too_often(s: &mut Scenario<'_, '_>, how: ReleaseMode) -> Verification {
    s.open(0, 1)?;
    s.fill()?;
    let waiters = queue(s, 3)?;
    for waiter in waiters.repeat(2) {
        s.perform(Step::Poll(waiter));
        s.settle();
    }
    let expected = "each connection that is given back serves a waiter, however often all have been polled";
    s.expect_served_in_turn(&waiters, how, expected)
}

/// Nobody gives anything back: the waiters wait for what `init` opens.
fn during_prefill(s: &mut Scenario<'_, '_>, size: usize) -> Verification {
    s.build(size, size)?;
    s.gate(Call::Connect);
    s.start(Actor::Init(0));
    let waiters: Vec<Actor> = (0..size).map(|_| s.acquire()).collect();
    s.finish_all(Call::Connect, Behaviour::Succeed);
    let expected = "an acquire that waits while the first connections are opened settles when they are open";
    waiters.into_iter().try_for_each(|waiter| s.expect_settled(waiter, expected))
}

fn queue(s: &mut Scenario<'_, '_>, waiters: usize) -> Result<Vec<Actor>, Stop> {
    (0..waiters).map(|_| s.queue()).collect()
}
