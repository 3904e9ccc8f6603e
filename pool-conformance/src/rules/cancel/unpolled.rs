//! Dropped before the first poll.

use crate::{
    Capability,
    rule::{Check, Level, Rule, Stop},
    world::{Parting, Step, Witness, World},
};

/// How many futures are made in vain: one shows most mistakes shortest, and what is lost of many adds up.
const VAIN: [usize; 2] = [1, 20];

pub(crate) static CANC_01: Rule = Rule {
    id: "CANC-01",
    level: Level::Must,
    capability: Capability::Core,
    needs: &[],
    requirement: "An acquire future created and dropped unpolled has no effect.",
    why: "`select!` and join combinators make futures that they never poll.",
    hints: &[
        "does `acquire` do anything before the future that it returns is polled: reserve, queue, connect, spawn?",
    ],
    witnesses: &[Witness::Served],
    check: |w| {
        for (min, max) in [(0, 1), (1, 1), (0, 2), (1, 3)] {
            for vain in VAIN {
                on_a_fresh_pool(w, min, max, vain)?;
                on_a_used_pool(w, min, max, vain)?;
            }
            kept_unpolled(w, min, max)?;
            if w.waits_when_full() {
                among_waiters(w, min, max)?;
            }
        }
        Ok(())
    },
};

/// What cannot be reached anyway is not to be blamed on futures that were never polled.
fn on_a_fresh_pool(w: &mut World<'_>, min: usize, max: usize, vain: usize) -> Check {
    w.open(min, max)?;
    w.fill()?;
    w.open(min, max)?;
    make_in_vain(w, vain)
}

fn on_a_used_pool(w: &mut World<'_>, min: usize, max: usize, vain: usize) -> Check {
    w.open(min, max)?;
    w.leave_idle()?;
    w.hold()?;
    make_in_vain(w, vain)
}

fn make_in_vain(w: &mut World<'_>, vain: usize) -> Check {
    let before = w.count(|fold| (fold.connects, fold.opened, fold.ended));
    let client = w.new_client();
    for _ in 0..vain {
        w.perform(Step::Create(client));
        w.perform(Step::Cancel(client));
    }
    w.settle();
    let after = w.count(|fold| (fold.connects, fold.opened, fold.ended));
    let connects = after.0 - before.0;
    let seen =
        format!("{connects} connects began, {} opened, {} ended", after.1 - before.1, after.2 - before.2);
    Stop::unless(before == after, "acquires that are never polled open and end nothing", seen)?;
    w.expect_reachable(&match vain {
        1 => "an acquire was dropped before its first poll".to_owned(),
        _ => format!("{vain} acquires were dropped before their first poll"),
    })
}

/// One that is there for long is no better than one that is dropped at once.
fn kept_unpolled(w: &mut World<'_>, min: usize, max: usize) -> Check {
    w.open(min, max)?;
    let unpolled = w.new_client();
    w.perform(Step::Create(unpolled));
    w.settle();
    w.expect_reachable("an acquire was created, and is not polled")?;
    w.cancel(unpolled);
    w.expect_reachable("an acquire was dropped before its first poll")
}

fn among_waiters(w: &mut World<'_>, min: usize, max: usize) -> Check {
    w.open(min, max)?;
    w.fill()?;
    let first = w.queue()?;
    let unpolled = w.new_client();
    w.perform(Step::Create(unpolled));
    let second = w.queue()?;
    let expected = "what is given back serves those who wait, not one whose acquire has never been polled";
    w.expect_served_in_turn(&[first, second], Parting::Drop, expected)?;
    w.cancel(unpolled);
    w.expect_reachable("an acquire was dropped before its first poll")
}
