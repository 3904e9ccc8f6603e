//! The ways back from a guard.

use crate::{
    model::{Actor, Capability, Level, Rule, Situation, Step, Stop, Symptom, Verification, always},
    rules::{Definition, GENERAL, whole},
    scenario::{ReleaseMode, Scenario},
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
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
        situations: &[Situation::Served, Situation::Released],
    },
    owns: &[always(Symptom::OwnGuardRefused)],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for how in ReleaseMode::ALL {
            for max in 1..=2 {
                one_slot_each(s, max, 1, how)?;
                one_slot_each(s, max, 3, how)?;
                if s.waits_when_full() {
                    for place in 0..max {
                        one_slot_for_a_waiter(s, max, place, how)?;
                    }
                }
            }
        }
        dropped_releases(s, 1)?;
        dropped_releases(s, 2)
    })],
};

/// Several rounds: a slot too many in each adds up.
fn one_slot_each(s: &mut Scenario<'_, '_>, max: usize, rounds: usize, how: ReleaseMode) -> Verification {
    s.open(0, max)?;
    let clients = s.fill()?;
    is_bounded(s)?;
    for _ in 0..rounds {
        for client in &clients {
            s.release_guard(*client, how);
            s.start(*client);
        }
    }
    none_too_many(s, "guards were given back one after the other")
}

fn one_slot_for_a_waiter(
    s: &mut Scenario<'_, '_>,
    max: usize,
    place: usize,
    how: ReleaseMode,
) -> Verification {
    s.open(0, max)?;
    let holders = s.fill()?;
    let waiters = [s.queue()?, s.queue()?];
    s.release_guard(holders[place], how);
    let served = waiters.iter().filter(|waiter| s.holds(**waiter).is_some()).count();
    Stop::unless(served <= 1, "one guard that is given back serves one waiter", "it served two")?;
    none_too_many(s, "a guard was given back to a waiter")
}

/// A release that is dropped half-way gives its slot back once at most; that it does is for another rule to say.
fn dropped_releases(s: &mut Scenario<'_, '_>, max: usize) -> Verification {
    s.open(0, max)?;
    for client in s.fill()? {
        s.perform(Step::Break(client));
        s.perform(Step::Release(client));
        s.cancel(client);
    }
    none_too_many(s, "each `release` was dropped or had finished")
}

/// Where one too many can be held anyway, nothing can be said of what a guard gives back.
fn is_bounded(s: &mut Scenario<'_, '_>) -> Verification {
    let extra = s.acquire();
    if s.holds(extra).is_some() {
        return Err(Stop::unreached(format!(
            "the check needs a pool that is full, but {}",
            s.describe(extra)
        )));
    }
    s.cancel(extra);
    Ok(())
}

/// That no more clients than there may be hold a connection, each another one.
fn none_too_many(s: &mut Scenario<'_, '_>, after: &str) -> Verification {
    s.cancel_all();
    for _ in 0..=s.max() {
        s.acquire();
    }
    let holders: Vec<Actor> = s.tasks().actors().filter(|actor| s.holds(*actor).is_some()).collect();
    let expected = format!("no more than {} can be held at once after {after}", s.max());
    Stop::unless(holders.len() <= s.max(), expected, format!("{} are held", holders.len()))?;
    match s.trace().count(|summary| summary.shared) {
        None => Ok(()),
        Some((id, first, second)) => {
            let expected = format!("a connection that was given back once is lent once after {after}");
            Err(Stop::broken(expected, format!("{first} and {second} both hold {id}")))
        }
    }
}
