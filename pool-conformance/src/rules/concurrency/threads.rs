//! A pool that is used from several threads, one after the other.

use crate::{
    Capability, CloseMode,
    ledger::Call,
    probe::Behaviour,
    rule::{Check, Level, Rule, Stop},
    world::{Step, Witness, World},
};

pub(crate) static CONC_01: Rule = Rule {
    id: "CONC-01",
    level: Level::Must,
    capability: Capability::Core,
    needs: &[],
    requirement: "Handles share one pool, and handles, futures and guards can be used on any thread.",
    why: "A server's tasks move from thread to thread; that all of this is `Send` says only that they may.",
    hints: &[
        "is anything kept in a thread-local, or in a task-local of the thread that made it?",
        "is a waiter woken through something that only its own thread looks at?",
    ],
    witnesses: &[Witness::Served, Witness::Reused, Witness::Released],
    check: |w| {
        handles_agree(w)?;
        for part in [acquires_move, waiters_move, guards_move, close_moves] {
            if let Err(Stop::Broken(violation)) = part(w, World::perform) {
                return Err(Stop::unreached(format!(
                    "what is wrong on one thread already: {}",
                    violation.seen
                )));
            }
            part(w, World::perform_elsewhere)?;
        }
        Ok(())
    },
};

/// Performs a step: on the judge's own thread, to see that the pool can do it at all, or on another.
type There<'a> = fn(&mut World<'a>, Step);

fn handles_agree(w: &mut World<'_>) -> Check {
    for (min, max) in [(0, 2), (2, 3)] {
        w.open(min, max)?;
        agree(w)?;
        let holder = w.hold()?;
        agree(w)?;
        w.give_back(holder);
        agree(w)?;
    }
    Ok(())
}

fn agree(w: &mut World<'_>) -> Check {
    let (here, there) = (w.status()?, w.status_elsewhere()?);
    let expected = "every handle, on any thread, shows the same pool";
    Stop::unless(here == there, expected, format!("one shows {here:?}, the other {there:?}"))
}

/// An acquire begins here and goes on on another thread, or is made there altogether, or is dropped there.
fn acquires_move<'a>(w: &mut World<'a>, there: There<'a>) -> Check {
    w.open(0, 1)?;
    w.perform(Step::Next(Call::Connect, Behaviour::Gate));
    let client = w.acquire();
    w.perform(Step::Finish(Call::Connect, Behaviour::Succeed));
    there(w, Step::Poll(client));
    w.settle();
    w.expect_held(client, "an acquire that is polled on another thread when its connect is done is served")?;
    w.give_back(client);
    there(w, Step::Start(client));
    w.settle();
    w.expect_held(client, "an acquire on another thread than the one that gave back is served")?;
    let other = w.acquire();
    there(w, Step::Cancel(other));
    w.give_back(client);
    w.expect_capacity("a future was dropped on another thread")
}

fn waiters_move<'a>(w: &mut World<'a>, there: There<'a>) -> Check {
    if !w.waits_when_full() {
        return Ok(());
    }
    w.open(0, 1)?;
    let holder = w.hold()?;
    let waiter = w.queue()?;
    there(w, Step::Poll(waiter));
    w.give_back(holder);
    w.expect_held(
        waiter,
        "a waiter that was last polled on another thread is served by a release on this one",
    )?;
    let next = w.queue()?;
    w.perform(Step::Drop(waiter));
    there(w, Step::Poll(next));
    w.settle();
    w.expect_held(next, "a waiter that is polled on another thread after a release is served")
}

/// Guards are dropped, and released, on another thread, with and without a waiter.
fn guards_move<'a>(w: &mut World<'a>, there: There<'a>) -> Check {
    for give_back in [Step::Drop, Step::Release, Step::Unwind] {
        for waits in [false, w.waits_when_full()] {
            w.open(0, 1)?;
            let holder = w.hold()?;
            let waiter = if waits { Some(w.queue()?) } else { None };
            there(w, give_back(holder));
            w.settle();
            if let Some(waiter) = waiter {
                w.expect_held(waiter, "a waiter is served when the guard is given back on another thread")?;
            }
            w.expect_capacity("a guard was given back on another thread")?;
        }
    }
    Ok(())
}

fn close_moves<'a>(w: &mut World<'a>, there: There<'a>) -> Check {
    if w.declaration().close_mode == CloseMode::Unsupported {
        return Ok(());
    }
    w.open(0, 2)?;
    let holder = w.hold()?;
    w.leave_idle()?;
    let close = w.new_close();
    there(w, Step::Start(close));
    w.settle();
    there(w, Step::Drop(holder));
    w.settle();
    w.expect_settled(close, "a `close` on another thread completes once the guards are back")?;
    w.expect_all_ended("by a `close`, and a guard, on another thread")
}
