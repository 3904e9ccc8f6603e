//! Whose turn it is.

use crate::{
    model::{Actor, Capability, Level, Need, Rule, Situation, Step, Stop, Symptom, Verification, always},
    rules::{Definition, GENERAL, whole},
    scenario::{ReleaseMode, Scenario},
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "FAIR-01",
        level: Level::Should,
        capability: Capability::FairnessFifo,
        needs: &[Need::Waiting],
        requirement: "Waiters are served in the order in which they queued.",
        why: "In any other order some wait until their limit in a pool that serves everybody else at once (mobc #52).",
        hints: &[
            "are the waiters kept in a queue, or in a map that has an order of its own?",
            "does whoever is polled first after a return take it?",
            "does a poll without a wake send a waiter back to the end?",
        ],
        situations: &[Situation::Served, Situation::Waited],
    },
    owns: &[always(Symptom::ServedOutOfTurn)],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for how in [ReleaseMode::Drop, ReleaseMode::Release] {
            for max in 1..=3 {
                for waiters in [max + 1, MANY] {
                    one_by_one(s, max, waiters, how)?;
                    all_at_once(s, max, waiters, how)?;
                }
            }
            for waiters in [3, MANY] {
                one_has_left(s, waiters, how)?;
            }
        }
        Ok(())
    })],
};

/// How many wait where few do not show it: a pool that serves them in any order has one chance in 40 320 to find theirs.
const MANY: usize = 8;

fn one_by_one(s: &mut Scenario<'_, '_>, max: usize, waiters: usize, how: ReleaseMode) -> Verification {
    let queue = queue(s, max, waiters)?;
    serves_in_order(s, &queue, how)
}

/// As many connections as there are come back before anybody is polled.
fn all_at_once(s: &mut Scenario<'_, '_>, max: usize, waiters: usize, how: ReleaseMode) -> Verification {
    let queue = queue(s, max, waiters)?;
    for holder in holders(s) {
        s.begin_release(holder, how);
    }
    let (first, rest) = queue.split_at(max);
    poll_in_reverse(s, &queue);
    expect_first(s, first, rest)?;
    serves_in_order(s, rest, how)
}

/// One who gives up leaves the order of the others as it was.
fn one_has_left(s: &mut Scenario<'_, '_>, waiters: usize, how: ReleaseMode) -> Verification {
    let mut queue = queue(s, 1, waiters)?;
    s.cancel(queue.remove(waiters / 2));
    serves_in_order(s, &queue, how)
}

/// Waiters on a full pool, the first one first; each is polled once more than it has to be, the last one first.
fn queue(s: &mut Scenario<'_, '_>, max: usize, waiters: usize) -> Result<Vec<Actor>, Stop> {
    s.open(0, max)?;
    s.fill()?;
    let queue = (0..waiters).map(|_| s.queue()).collect::<Result<Vec<Actor>, Stop>>()?;
    poll_in_reverse(s, &queue);
    Ok(queue)
}

fn serves_in_order(s: &mut Scenario<'_, '_>, queue: &[Actor], how: ReleaseMode) -> Verification {
    for (place, first) in queue.iter().enumerate() {
        let Some(holder) = holders(s).first().copied() else {
            return Err(Stop::unreached("the check needs somebody who holds a connection"));
        };
        s.begin_release(holder, how);
        let rest = &queue[place + 1..];
        poll_in_reverse(s, &queue[place..]);
        expect_first(s, &[*first], rest)?;
    }
    Ok(())
}

/// Polls whoever waits, the last one first, before anything else can: only those whose turn it is have something to fetch.
fn poll_in_reverse(s: &mut Scenario<'_, '_>, queue: &[Actor]) {
    s.perform(Step::Tasks);
    for waiter in queue.iter().rev() {
        s.perform(Step::Poll(*waiter));
    }
    s.settle();
}

/// That those hold a connection, if any of the queue does. That somebody is served at all is the matter of ACQ-05.
fn expect_first(s: &Scenario<'_, '_>, first: &[Actor], rest: &[Actor]) -> Verification {
    let late = first.iter().find(|waiter| s.holds(**waiter).is_none());
    let early = rest.iter().find(|waiter| s.holds(**waiter).is_some());
    match (late, early) {
        (None, _) => Ok(()),
        (Some(late), Some(early)) => Err(Stop::broken(
            "what comes back goes to the waiter that queued first",
            format!("{}, and {}", s.describe(*early), s.describe(*late)),
        )),
        (Some(late), None) => Err(Stop::unreached(format!(
            "the check needs a waiter that is served, but {}",
            s.describe(*late)
        ))),
    }
}

fn holders(s: &Scenario<'_, '_>) -> Vec<Actor> {
    s.tasks().actors().filter(|actor| s.holds(*actor).is_some()).collect()
}
