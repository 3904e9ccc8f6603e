//! A pool that is closed, and closed again.

use std::time::Duration;

use crate::{
    Capability,
    ledger::Call,
    probe::Behaviour,
    rule::{Check, Level, Need, Rule, Stop},
    world::{Actor, ErrorKind, Witness, World},
};

pub(crate) static LIFE_04: Rule = Rule {
    id: "LIFE-04",
    level: Level::Must,
    capability: Capability::Core,
    needs: &[Need::Closing],
    requirement: "Once `close` has completed, every later acquire fails with Closed promptly and no connect begins.",
    why: "A pool that goes on connecting after shutdown keeps the process, or the server's connection slots, busy.",
    hints: &[
        "does acquire look at the closed flag before it takes an idle connection or opens one?",
        "is a semaphore or queue closed as well, so that nobody waits on a closed pool?",
    ],
    witnesses: &[Witness::Served, Witness::Closed],
    check: |w| {
        for (min, max, used) in [(0, 1, 1), (1, 2, 1), (2, 2, 0), (0, 3, 2)] {
            w.open(min, max)?;
            for client in (0..used).map(|_| w.hold()).collect::<Result<Vec<_>, _>>()? {
                w.give_back(client);
            }
            w.close()?;
            refuses_everybody(w)?;
        }
        Ok(())
    },
};

fn refuses_everybody(w: &mut World<'_>) -> Check {
    let connects = w.count(|fold| fold.connects);
    for _ in 0..=w.max() {
        let late = w.acquire();
        w.expect_error(late, &[ErrorKind::Closed], "an acquire after `close` fails with Closed at once")?;
    }
    w.advance(Duration::from_mins(1));
    let begun = w.count(|fold| fold.connects) - connects;
    let seen = format!("{begun} connects began after `close` had completed");
    Stop::unless(begun == 0, "no connect begins after `close` has completed", seen)
}

pub(crate) static LIFE_06: Rule = Rule {
    id: "LIFE-06",
    level: Level::Must,
    capability: Capability::Core,
    needs: &[Need::Closing],
    requirement: "Closing again is harmless: no panic, no second disconnect of anything, and it settles, with Ok or \
                  an error.",
    why: "Shutdown hooks often fire twice; the second must not hang or crash the shutdown.",
    hints: &[
        "does the second `close` wait for an event that happened once, in the first?",
        "does `close` take connections out of the pool before it ends them?",
    ],
    witnesses: &[Witness::Served, Witness::Closed],
    check: |w| {
        for (min, max) in [(0, 1), (1, 2), (3, 3)] {
            w.open(min, max)?;
            w.leave_idle()?;
            w.close()?;
            for _ in 0..2 {
                let again = w.begin_close();
                w.expect_settled(again, "a further `close` settles at once, with Ok or an error")?;
            }
            w.expect_ended_once()?;
        }
        Ok(())
    },
};

pub(crate) static LIFE_07: Rule = Rule {
    id: "LIFE-07",
    level: Level::Must,
    capability: Capability::Core,
    needs: &[Need::Closing],
    requirement: "Concurrent closes all settle, and each connection is still ended exactly once.",
    why: "Two shutdown paths at once must not end one connection twice, or wait for each other.",
    hints: &[
        "is each idle connection taken out under the lock by exactly one closer?",
        "are all closers woken when the shutdown is done, and not only one?",
    ],
    witnesses: &[Witness::Closed, Witness::ClosedWithIdle],
    check: |w| {
        for (closers, max) in [(2, 1), (3, 1), (8, 3)] {
            for gated in [false, true] {
                w.open(0, max)?;
                w.fill()?;
                w.give_back_all();
                if gated {
                    w.gate(Call::Disconnect);
                }
                close_together(w, closers)?;
            }
        }
        Ok(())
    },
};

fn close_together(w: &mut World<'_>, closers: usize) -> Check {
    let closing: Vec<Actor> = (0..closers).map(|_| w.begin_close()).collect();
    for _ in 0..closers * w.max() {
        w.finish(Call::Disconnect, Behaviour::Succeed);
    }
    for closer in closing {
        w.expect_settled(closer, &format!("each of {closers} concurrent closes settles"))?;
    }
    w.expect_ended_once()?;
    w.expect_all_ended(&format!("once all of {closers} closes have settled"))
}
