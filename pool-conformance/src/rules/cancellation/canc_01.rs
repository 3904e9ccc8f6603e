//! Dropped before the first poll.

use crate::{
    model::{Capability, Level, Rule, Situation, Step, Stop, Verification},
    rules::{Definition, GENERAL, whole},
    scenario::{ReleaseMode, Scenario},
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "CANC-01",
        level: Level::Must,
        capability: Capability::Core,
        needs: &[],
        requirement: "An acquire future created and dropped unpolled has no effect.",
        why: "`select!` and join combinators make futures that they never poll.",
        hints: &[
            "does `acquire` do anything before the future that it returns is polled: reserve, queue, connect, spawn?",
        ],
        situations: &[Situation::Served],
    },
    owns: &[],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for (min, max) in [(0, 1), (1, 1), (0, 2), (1, 3)] {
            for vain in VAIN {
                on_a_fresh_pool(s, min, max, vain)?;
                on_a_used_pool(s, min, max, vain)?;
            }
            kept_unpolled(s, min, max)?;
            if s.waits_when_full() {
                among_waiters(s, min, max)?;
            }
        }
        Ok(())
    })],
};

/// How many futures are made in vain: one shows most mistakes shortest, and what is lost of many adds up.
const VAIN: [usize; 2] = [1, 20];

/// What cannot be reached anyway is not to be blamed on futures that were never polled.
fn on_a_fresh_pool(s: &mut Scenario<'_, '_>, min: usize, max: usize, vain: usize) -> Verification {
    s.open(min, max)?;
    s.fill()?;
    s.open(min, max)?;
    make_in_vain(s, vain)
}

fn on_a_used_pool(s: &mut Scenario<'_, '_>, min: usize, max: usize, vain: usize) -> Verification {
    s.open(min, max)?;
    s.leave_idle()?;
    s.hold()?;
    make_in_vain(s, vain)
}

fn make_in_vain(s: &mut Scenario<'_, '_>, vain: usize) -> Verification {
    let before = s.trace().count(|summary| (summary.connects, summary.opened, summary.ended));
    let client = s.new_client();
    for _ in 0..vain {
        s.perform(Step::Create(client));
        s.perform(Step::Cancel(client));
    }
    s.settle();
    let after = s.trace().count(|summary| (summary.connects, summary.opened, summary.ended));
    let connects = after.0 - before.0;
    let seen =
        format!("{connects} connects began, {} opened, {} ended", after.1 - before.1, after.2 - before.2);
    Stop::unless(before == after, "acquires that are never polled open and end nothing", seen)?;
    s.expect_reachable(&match vain {
        1 => "an acquire was dropped before its first poll".to_owned(),
        _ => format!("{vain} acquires were dropped before their first poll"),
    })
}

/// One that is there for long is no better than one that is dropped at once.
fn kept_unpolled(s: &mut Scenario<'_, '_>, min: usize, max: usize) -> Verification {
    s.open(min, max)?;
    let unpolled = s.new_client();
    s.perform(Step::Create(unpolled));
    s.settle();
    s.expect_reachable("an acquire was created, and is not polled")?;
    s.cancel(unpolled);
    s.expect_reachable("an acquire was dropped before its first poll")
}

fn among_waiters(s: &mut Scenario<'_, '_>, min: usize, max: usize) -> Verification {
    s.open(min, max)?;
    s.fill()?;
    let first = s.queue()?;
    let unpolled = s.new_client();
    s.perform(Step::Create(unpolled));
    let second = s.queue()?;
    let expected = "what is given back serves those who wait, not one whose acquire has never been polled";
    s.expect_served_in_turn(&[first, second], ReleaseMode::Drop, expected)?;
    s.cancel(unpolled);
    s.expect_reachable("an acquire was dropped before its first poll")
}
