//! The ways back from a guard.

use crate::{
    Capability,
    rule::{Check, Level, Rule, Stop},
    world::{Actor, Parting, Step, Witness, World},
};

pub(crate) static REL_01: Rule = Rule {
    id: "REL-01",
    level: Level::Must,
    capability: Capability::Core,
    needs: &[],
    requirement: "Dropping a guard returns its capacity, and its connection if healthy, with no further call by anyone.",
    why: "Code that holds a guard relies on its drop; a place that comes back only later, or never, runs the pool dry \
          (sqlx #4349).",
    hints: &[
        "does the guard's `Drop` free the place on every path, that of a broken connection included?",
        "does a drop only put the connection down for the next caller to find, and wake nobody?",
    ],
    witnesses: &[Witness::Served, Witness::Reused],
    check: |w| {
        for (min, max) in [(0, 1), (1, 1), (0, 2), (1, 3)] {
            comes_back(w, min, max)?;
            for how in [Parting::Drop, Parting::Broken] {
                for place in 0..max {
                    frees_a_place(w, min, max, place, how)?;
                    if w.waits_when_full() {
                        serves_a_waiter(w, min, max, place, how)?;
                    }
                }
                all_at_once(w, min, max, how)?;
            }
        }
        Ok(())
    },
};

fn comes_back(w: &mut World<'_>, min: usize, max: usize) -> Check {
    w.open(min, max)?;
    for holder in w.fill()? {
        let id = w.holds(holder).ok_or_else(|| Stop::unreached("a guard to drop"))?;
        w.give_back(holder);
        let expected = format!("{id} is healthy and stays open when its guard is dropped");
        Stop::unless(!w.is_ended(id), expected, format!("{id} was ended"))?;
    }
    w.expect_reachable("every guard was dropped")
}

fn frees_a_place(w: &mut World<'_>, min: usize, max: usize, place: usize, how: Parting) -> Check {
    w.open(min, max)?;
    let holders = w.fill()?;
    w.part(holders[place], how);
    let next = w.acquire();
    w.expect_held(next, &format!("the place of {} is free when its guard has been dropped", holders[place]))?;
    w.expect_reachable("guards were dropped")
}

fn serves_a_waiter(w: &mut World<'_>, min: usize, max: usize, place: usize, how: Parting) -> Check {
    w.open(min, max)?;
    let holders = w.fill()?;
    let waiter = w.queue()?;
    w.part(holders[place], how);
    w.expect_held(waiter, "a guard that is dropped serves a waiter, with no further call by anyone")
}

fn all_at_once(w: &mut World<'_>, min: usize, max: usize, how: Parting) -> Check {
    w.open(min, max)?;
    for holder in w.fill()? {
        w.begin_to_part(holder, how);
    }
    w.settle();
    w.expect_reachable("every guard was dropped at one moment")
}

pub(crate) static REL_03: Rule = Rule {
    id: "REL-03",
    level: Level::Must,
    capability: Capability::Core,
    needs: &[],
    requirement: "One guard gives back exactly one slot: release then drop, or any double path, never makes a second \
                  idle entry or an extra permit.",
    why: "An extra place breaks the bound, and a second entry lends one connection to two users (mysql2 #1280, \
          node-pool #19).",
    hints: &[
        "does the guard that `release` consumed still give its place back in `Drop`?",
        "does a connection that goes to a waiter also free its place for the next?",
    ],
    witnesses: &[Witness::Served, Witness::Released],
    check: |w| {
        for how in Parting::ALL {
            for max in 1..=2 {
                one_slot_each(w, max, 1, how)?;
                one_slot_each(w, max, 3, how)?;
                if w.waits_when_full() {
                    for place in 0..max {
                        one_slot_for_a_waiter(w, max, place, how)?;
                    }
                }
            }
        }
        dropped_releases(w, 1)?;
        dropped_releases(w, 2)
    },
};

/// Several rounds: a slot too many in each adds up.
fn one_slot_each(w: &mut World<'_>, max: usize, rounds: usize, how: Parting) -> Check {
    w.open(0, max)?;
    let clients = w.fill()?;
    is_bounded(w)?;
    for _ in 0..rounds {
        for client in &clients {
            w.part(*client, how);
            w.start(*client);
        }
    }
    none_too_many(w, "guards were given back one after the other")
}

fn one_slot_for_a_waiter(w: &mut World<'_>, max: usize, place: usize, how: Parting) -> Check {
    w.open(0, max)?;
    let holders = w.fill()?;
    let waiters = [w.queue()?, w.queue()?];
    w.part(holders[place], how);
    let served = waiters.iter().filter(|waiter| w.holds(**waiter).is_some()).count();
    Stop::unless(served <= 1, "one guard that is given back serves one waiter", "it served two")?;
    none_too_many(w, "a guard was given back to a waiter")
}

/// A release that is dropped half-way gives its slot back once at most; that it does is for another rule to say.
fn dropped_releases(w: &mut World<'_>, max: usize) -> Check {
    w.open(0, max)?;
    for client in w.fill()? {
        w.perform(Step::Break(client));
        w.perform(Step::Release(client));
        w.cancel(client);
    }
    none_too_many(w, "each `release` was dropped or had finished")
}

/// Where one too many can be held anyway, nothing can be said of what a guard gives back.
fn is_bounded(w: &mut World<'_>) -> Check {
    let extra = w.acquire();
    if w.holds(extra).is_some() {
        return Err(Stop::unreached(format!(
            "the check needs a pool that is full, but {}",
            w.describe(extra)
        )));
    }
    w.cancel(extra);
    Ok(())
}

/// That no more clients than there may be hold a connection, each another one.
fn none_too_many(w: &mut World<'_>, after: &str) -> Check {
    w.cancel_all();
    for _ in 0..=w.max() {
        w.acquire();
    }
    let holders: Vec<Actor> = w.actors().filter(|actor| w.holds(*actor).is_some()).collect();
    let expected = format!("no more than {} can be held at once after {after}", w.max());
    Stop::unless(holders.len() <= w.max(), expected, format!("{} are held", holders.len()))?;
    match w.count(|fold| fold.shared) {
        None => Ok(()),
        Some((id, first, second)) => {
            let expected = format!("a connection that was given back once is lent once after {after}");
            Err(Stop::broken(expected, format!("{first} and {second} both hold {id}")))
        }
    }
}

pub(crate) static REL_05: Rule = Rule {
    id: "REL-05",
    level: Level::Must,
    capability: Capability::Core,
    needs: &[],
    requirement: "A guard dropped while its holder unwinds from a panic gives its capacity back; the pool may discard \
                  the connection.",
    why: "One request that panics must not make the pool smaller for all that follow.",
    hints: &[
        "does the guard's `Drop` return early when `std::thread::panicking()`?",
        "is a lock poisoned by a panic and never taken again?",
    ],
    witnesses: &[Witness::Served, Witness::Unwound],
    check: |w| {
        for max in 1..=3 {
            for place in 0..max {
                unwinds(w, max, place)?;
                if w.waits_when_full() {
                    unwinds_before_a_waiter(w, max, place)?;
                }
            }
            all_unwind(w, max)?;
        }
        Ok(())
    },
};

fn unwinds(w: &mut World<'_>, max: usize, place: usize) -> Check {
    w.open(0, max)?;
    let holders = w.fill()?;
    w.part(holders[place], Parting::Unwind);
    let next = w.acquire();
    w.expect_held(
        next,
        &format!("the place of {} is free when its panic has dropped the guard", holders[place]),
    )?;
    w.part(next, Parting::Release);
    w.expect_reachable("a holder panicked")
}

fn unwinds_before_a_waiter(w: &mut World<'_>, max: usize, place: usize) -> Check {
    w.open(0, max)?;
    let holders = w.fill()?;
    let waiter = w.queue()?;
    w.part(holders[place], Parting::Unwind);
    w.expect_held(waiter, "a guard that is dropped by a panic serves a waiter at once")?;
    w.expect_reachable("a holder panicked")
}

fn all_unwind(w: &mut World<'_>, max: usize) -> Check {
    w.open(0, max)?;
    for holder in w.fill()? {
        w.begin_to_part(holder, Parting::Unwind);
    }
    w.settle();
    w.expect_reachable("every holder panicked")
}
