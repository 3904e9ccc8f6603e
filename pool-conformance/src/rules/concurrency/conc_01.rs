//! A pool that is used from several threads, one after the other.

use crate::{
    model::{Behaviour, Call, Capability, CloseMode, Level, Rule, Situation, Step, Stop, Verification},
    rules::{Definition, GENERAL, whole},
    scenario::Scenario,
    sim::{Conduct, Sim, hand_on},
};

#[expect(
    clippy::redundant_closure_for_method_calls,
    reason = "the methods are not generic enough in their lifetime"
)]
pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "CONC-01",
        level: Level::Must,
        capability: Capability::Core,
        needs: &[],
        requirement: "Handles share one pool, and handles, futures and guards can be used on any thread.",
        why: "A server's tasks move from thread to thread; that all of this is `Send` says only that they may.",
        hints: &[
            "is anything kept in a thread-local, or in a task-local of the thread that made it?",
            "is a waiter woken through something that only its own thread looks at?",
            "does the drop of one handle do what only that of the last one may?",
        ],
        situations: &[Situation::Served, Situation::Reused, Situation::Released],
    },
    owns: &[],
    rank: GENERAL,
    scenario: &[whole(|s| {
        handles_agree(s)?;
        handles_come_and_go(s)?;
        for part in [acquires_move, waiters_move, guards_move, close_moves] {
            if let Err(Stop::Broken(violation)) = part(s, |sim, step| sim.perform(step)) {
                return Err(Stop::unreached(format!(
                    "what is wrong on one thread already: {}",
                    violation.seen
                )));
            }
            part(s, |sim, step| sim.perform_elsewhere(step))?;
        }
        Ok(())
    })],
};

/// Performs a step: on the kit's own thread, to see that the pool can do it at all, or on another.
type There = fn(&mut Sim<'_>, Step);

fn handles_agree(s: &mut Scenario<'_, '_>) -> Verification {
    for (min, max) in [(0, 2), (2, 3)] {
        s.open(min, max)?;
        agree(s)?;
        let holder = s.hold()?;
        agree(s)?;
        s.give_back(holder);
        agree(s)?;
    }
    Ok(())
}

/// Another handle is used and dropped, and then the first one, while a connection is lent and another idle.
fn handles_come_and_go(s: &mut Scenario<'_, '_>) -> Verification {
    s.open(0, 2)?;
    let holder = s.hold()?;
    s.leave_idle()?;
    for _ in 0..2 {
        s.status_elsewhere()?;
        agree(s)?;
        hand_on(s)?;
        agree(s)?;
    }
    let open = s.trace().summary().live;
    let expected = "what is open stays so while a handle is left";
    Stop::unless(open == 2, expected, format!("{open} of 2 are open"))?;
    s.give_back(holder);
    s.expect_capacity("handles were dropped, and not the last one")
}

fn agree(s: &mut Scenario<'_, '_>) -> Verification {
    let (here, there) = (s.status()?, s.status_elsewhere()?);
    let expected = "every handle, on any thread, shows the same pool";
    Stop::unless(here == there, expected, format!("one shows {here:?}, the other {there:?}"))
}

/// An acquire begins here and goes on on another thread, or is made there altogether, or is dropped there.
fn acquires_move(s: &mut Scenario<'_, '_>, there: There) -> Verification {
    s.open(0, 1)?;
    s.perform(Step::Next(Call::Connect, Behaviour::Gate));
    let client = s.acquire();
    s.perform(Step::Finish(Call::Connect, Behaviour::Succeed));
    there(s, Step::Poll(client));
    s.settle();
    s.expect_held(client, "an acquire that is polled on another thread when its connect is done is served")?;
    s.give_back(client);
    there(s, Step::Start(client));
    s.settle();
    s.expect_held(client, "an acquire on another thread than the one that gave back is served")?;
    let other = s.acquire();
    there(s, Step::Cancel(other));
    s.give_back(client);
    s.expect_capacity("a future was dropped on another thread")
}

fn waiters_move(s: &mut Scenario<'_, '_>, there: There) -> Verification {
    if !s.waits_when_full() {
        return Ok(());
    }
    s.open(0, 1)?;
    let holder = s.hold()?;
    let waiter = s.queue()?;
    there(s, Step::Poll(waiter));
    s.give_back(holder);
    s.expect_held(
        waiter,
        "a waiter that was last polled on another thread is served by a release on this one",
    )?;
    let next = s.queue()?;
    s.perform(Step::Drop(waiter));
    there(s, Step::Poll(next));
    s.settle();
    s.expect_held(next, "a waiter that is polled on another thread after a release is served")
}

/// Guards are dropped, and released, on another thread, with and without a waiter.
fn guards_move(s: &mut Scenario<'_, '_>, there: There) -> Verification {
    for give_back in [Step::Drop, Step::Release, Step::Unwind] {
        for waits in [false, s.waits_when_full()] {
            s.open(0, 1)?;
            let holder = s.hold()?;
            let waiter = if waits { Some(s.queue()?) } else { None };
            there(s, give_back(holder));
            s.settle();
            if let Some(waiter) = waiter {
                s.expect_held(waiter, "a waiter is served when the guard is given back on another thread")?;
            }
            s.expect_capacity("a guard was given back on another thread")?;
        }
    }
    Ok(())
}

fn close_moves(s: &mut Scenario<'_, '_>, there: There) -> Verification {
    if s.declaration().close_mode == CloseMode::Unsupported {
        return Ok(());
    }
    s.open(0, 2)?;
    let holder = s.hold()?;
    s.leave_idle()?;
    let close = s.new_close();
    there(s, Step::Start(close));
    s.settle();
    there(s, Step::Drop(holder));
    s.settle();
    s.expect_settled(close, "a `close` on another thread completes once the guards are back")?;
    s.expect_all_ended("by a `close`, and a guard, on another thread")
}
