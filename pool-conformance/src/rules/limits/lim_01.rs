//! A queue that is full.

use crate::{
    model::{Actor, Capability, ErrorKind, Level, Need, Rule, Situation, Stop, Verification},
    rules::{Definition, GENERAL, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "LIM-01",
        level: Level::May,
        capability: Capability::WaitLimit,
        needs: &[Need::Waiting],
        requirement: "The queue is bounded: an acquire beyond the bound fails promptly with Exhausted, zero means that nobody \
                  queues, and a place in the queue is returned on a timeout or a cancellation.",
        why: "A service that is asked for more than it can do answers some at once, and not all of them too late; a place that \
          is not returned makes the queue shorter for all that follow.",
        hints: &[
            "is an acquire that gave up, or came to its limit, still counted as waiting?",
            "does the acquire that finds the queue full report Exhausted, and at once?",
            "is a limit of zero taken for no limit?",
        ],
        situations: &[Situation::Served],
    },
    owns: &[],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for max in 1..=2 {
            for limit in 0..=2 {
                refuses_beyond(s, max, limit)?;
            }
            for limit in 1..=2 {
                returns_what_is_cancelled(s, max, limit)?;
                returns_what_is_served(s, max, limit)?;
                if s.declaration().claims(Capability::Timeout) {
                    returns_what_is_late(s, max, limit)?;
                }
            }
        }
        Ok(())
    })],
};

/// A full pool with a full queue.
fn crowd(s: &mut Scenario<'_, '_>, max: usize, limit: usize) -> Result<Vec<Actor>, Stop> {
    s.build_with(0, max, |setup| setup.wait_limit = Some(limit))?;
    s.init()?;
    s.fill()?;
    let expected = format!("{limit} acquires can wait");
    let mut waiters = Vec::new();
    for _ in 0..limit {
        let waiter = s.acquire();
        s.expect_pending(waiter, &expected)?;
        waiters.push(waiter);
    }
    Ok(waiters)
}

fn refused(s: &mut Scenario<'_, '_>, limit: usize) -> Verification {
    let extra = s.acquire();
    let expected = format!("an acquire beyond {limit} that wait fails at once with Exhausted");
    s.expect_error(extra, &[ErrorKind::Exhausted], &expected)
}

fn refuses_beyond(s: &mut Scenario<'_, '_>, max: usize, limit: usize) -> Verification {
    crowd(s, max, limit)?;
    refused(s, limit)?;
    refused(s, limit)
}

fn returns_what_is_cancelled(s: &mut Scenario<'_, '_>, max: usize, limit: usize) -> Verification {
    let waiters = crowd(s, max, limit)?;
    s.cancel(waiters[0]);
    let next = s.acquire();
    s.expect_pending(next, "a place in the queue is free when a waiter is cancelled")?;
    refused(s, limit)
}

fn returns_what_is_served(s: &mut Scenario<'_, '_>, max: usize, limit: usize) -> Verification {
    let waiters = crowd(s, max, limit)?;
    s.give_back(Actor::Client(0));
    if waiters.iter().all(|waiter| s.holds(*waiter).is_none()) {
        return Err(Stop::unreached("the check needs a waiter that is served"));
    }
    let next = s.acquire();
    s.expect_pending(next, "a place in the queue is free when a waiter is served")?;
    refused(s, limit)
}

fn returns_what_is_late(s: &mut Scenario<'_, '_>, max: usize, limit: usize) -> Verification {
    let waiters = crowd(s, max, limit)?;
    for waiter in waiters {
        s.wait_out(waiter);
    }
    let next = s.acquire();
    s.expect_pending(next, "a place in the queue is free when a waiter has come to its limit")
}
