//! A manager that does not answer.

use std::time::Duration;

use crate::{
    model::{AcquireLimit, Call, Capability, Level, Rule, Situation, Stop, Symptom, Verification, after},
    rules::limits::{LIMITS, open, pass_until, settles_in_time},
    rules::{Definition, whole},
    scenario::{ReleaseMode, Scenario, require_connecting},
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "TIME-02",
        level: Level::Must,
        capability: Capability::Timeout,
        needs: &[],
        requirement: "The limit of an acquire covers all of it, waiting, connecting and checking together, or each of these \
                  phases where the pool declares so: a call of the manager that hangs does not outlive it.",
        why: "A server that accepts connections and says nothing is the usual outage, and the limit is there for it \
          (bb8 #164).",
        hints: &[
            "is `is_valid` called within the limit?",
            "is `connect`, or the wait for the task that connects?",
            "does each phase begin a limit of its own?",
        ],
        situations: &[Situation::Served, Situation::ConnectHung],
    },
    owns: &[
        after(&[Situation::ConnectHung], Symptom::Overdue),
        after(&[Situation::CheckHung], Symptom::Overdue),
    ],
    rank: 30,
    scenario: &[whole(|s| {
        for limit in LIMITS {
            for max in 1..=2 {
                connect_hangs(s, max, limit)?;
                check_hangs(s, max, limit)?;
            }
            if s.waits_when_full() {
                connect_hangs_after_a_wait(s, limit)?;
                check_hangs_after_a_wait(s, limit)?;
            }
        }
        Ok(())
    })],
};

fn connect_hangs(s: &mut Scenario<'_, '_>, max: usize, limit: Duration) -> Verification {
    open(s, max, limit)?;
    for _ in 1..max {
        s.hold()?;
    }
    s.gate(Call::Connect);
    let began = s.trace().elapsed();
    let client = s.acquire();
    if max > 1 && s.holds(client).is_some() {
        // A pool may have opened one ahead of demand.
        return Ok(());
    }
    require_connecting(s, client)?;
    let due = began + covered(s, limit, Duration::ZERO, 1);
    settles_in_time(s, client, due, "an acquire whose connect hangs")
}

/// What comes after a check is to hang, too, lest a pool that goes on to a new connection be done.
fn check_hangs(s: &mut Scenario<'_, '_>, max: usize, limit: Duration) -> Verification {
    open_checked(s, max, limit)?;
    s.fill()?;
    s.give_back_all();
    s.wait_until_checked();
    s.gate(Call::Check);
    s.gate(Call::Connect);
    let began = s.trace().elapsed();
    let client = s.acquire();
    if !s.is_pending(client) {
        return Ok(());
    }
    let calls = max + 1;
    let due = began + covered(s, limit, Duration::ZERO, calls);
    settles_in_time(s, client, due, "an acquire whose check hangs")
}

/// Half the limit is over when there is room to connect.
fn connect_hangs_after_a_wait(s: &mut Scenario<'_, '_>, limit: Duration) -> Verification {
    open(s, 1, limit)?;
    let holder = s.hold()?;
    s.gate(Call::Connect);
    let began = s.trace().elapsed();
    let waiter = s.queue()?;
    pass_until(s, began + limit / 2);
    s.release_guard(holder, ReleaseMode::Broken);
    let due = began + covered(s, limit, limit / 2, 1);
    settles_in_time(s, waiter, due, "an acquire whose connect hangs after a wait")
}

/// Half the limit is over when there is a connection to check.
fn check_hangs_after_a_wait(s: &mut Scenario<'_, '_>, limit: Duration) -> Verification {
    open_checked(s, 1, limit)?;
    let holder = s.hold()?;
    s.gate(Call::Check);
    s.gate(Call::Connect);
    let began = s.trace().elapsed();
    let waiter = s.queue()?;
    pass_until(s, began + limit / 2);
    s.release_guard(holder, ReleaseMode::Drop);
    let due = began + covered(s, limit, limit / 2, 2);
    settles_in_time(s, waiter, due, "an acquire whose check hangs after a wait")
}

/// How long an acquire may take that has waited so long and then made so many calls, one after the other, that hang.
fn covered(s: &Scenario<'_, '_>, limit: Duration, waited: Duration, calls: usize) -> Duration {
    match s.declaration().acquire_limit {
        AcquireLimit::Whole => limit,
        AcquireLimit::EachPhase => waited + limit * u32::try_from(calls).unwrap_or(u32::MAX),
    }
}

fn open_checked(s: &mut Scenario<'_, '_>, max: usize, limit: Duration) -> Result<(), Stop> {
    s.build_with(0, max, |setup| {
        setup.acquire_timeout = Some(limit);
        setup.validate_on_acquire = true;
    })?;
    s.init()
}
