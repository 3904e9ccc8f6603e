//! Whose turn it is.

use crate::{
    Capability,
    rule::{Check, Level, Need, Rule, Stop},
    world::{Actor, Parting, Step, Witness, World},
};

/// How many wait where few do not show it: a pool that serves them in any order has one chance in 40 320 to find theirs.
const MANY: usize = 8;

pub(crate) static FAIR_01: Rule = Rule {
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
    witnesses: &[Witness::Served, Witness::Waited],
    check: |w| {
        for how in [Parting::Drop, Parting::Release] {
            for max in 1..=3 {
                for waiters in [max + 1, MANY] {
                    one_by_one(w, max, waiters, how)?;
                    all_at_once(w, max, waiters, how)?;
                }
            }
            for waiters in [3, MANY] {
                one_has_left(w, waiters, how)?;
            }
        }
        Ok(())
    },
};

fn one_by_one(w: &mut World<'_>, max: usize, waiters: usize, how: Parting) -> Check {
    let queue = queue(w, max, waiters)?;
    serves_in_order(w, &queue, how)
}

/// As many connections as there are come back before anybody is polled.
fn all_at_once(w: &mut World<'_>, max: usize, waiters: usize, how: Parting) -> Check {
    let queue = queue(w, max, waiters)?;
    for holder in holders(w) {
        w.begin_to_part(holder, how);
    }
    let (first, rest) = queue.split_at(max);
    poll_in_reverse(w, &queue);
    expect_first(w, first, rest)?;
    serves_in_order(w, rest, how)
}

/// One who gives up leaves the order of the others as it was.
fn one_has_left(w: &mut World<'_>, waiters: usize, how: Parting) -> Check {
    let mut queue = queue(w, 1, waiters)?;
    w.cancel(queue.remove(waiters / 2));
    serves_in_order(w, &queue, how)
}

/// Waiters on a full pool, the first one first; each is polled once more than it has to be, the last one first.
fn queue(w: &mut World<'_>, max: usize, waiters: usize) -> Result<Vec<Actor>, Stop> {
    w.open(0, max)?;
    w.fill()?;
    let queue = (0..waiters).map(|_| w.queue()).collect::<Result<Vec<Actor>, Stop>>()?;
    poll_in_reverse(w, &queue);
    Ok(queue)
}

fn serves_in_order(w: &mut World<'_>, queue: &[Actor], how: Parting) -> Check {
    for (place, first) in queue.iter().enumerate() {
        let Some(holder) = holders(w).first().copied() else {
            return Err(Stop::unreached("the check needs somebody who holds a connection"));
        };
        w.begin_to_part(holder, how);
        let rest = &queue[place + 1..];
        poll_in_reverse(w, &queue[place..]);
        expect_first(w, &[*first], rest)?;
    }
    Ok(())
}

/// Polls whoever waits, the last one first, before anything else can: only those whose turn it is have something to fetch.
fn poll_in_reverse(w: &mut World<'_>, queue: &[Actor]) {
    w.perform(Step::Tasks);
    for waiter in queue.iter().rev() {
        w.perform(Step::Poll(*waiter));
    }
    w.settle();
}

/// That those hold a connection, if any of the queue does. That somebody is served at all is the matter of ACQ-05.
fn expect_first(w: &World<'_>, first: &[Actor], rest: &[Actor]) -> Check {
    let late = first.iter().find(|waiter| w.holds(**waiter).is_none());
    let early = rest.iter().find(|waiter| w.holds(**waiter).is_some());
    match (late, early) {
        (None, _) => Ok(()),
        (Some(late), Some(early)) => Err(Stop::broken(
            "what comes back goes to the waiter that queued first",
            format!("{}, and {}", w.describe(*early), w.describe(*late)),
        )),
        (Some(late), None) => Err(Stop::unreached(format!(
            "the check needs a waiter that is served, but {}",
            w.describe(*late)
        ))),
    }
}

fn holders(w: &World<'_>) -> Vec<Actor> {
    w.actors().filter(|actor| w.holds(*actor).is_some()).collect()
}
