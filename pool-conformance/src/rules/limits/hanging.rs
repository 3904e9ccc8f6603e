//! A manager that does not answer.

use std::time::Duration;

use super::{LIMITS, open, pass_until, settles_in_time};
use crate::{
    Capability,
    ledger::Call,
    rule::{Check, Level, Rule, Stop},
    world::{Parting, Witness, World},
};

pub(crate) static TIME_02: Rule = Rule {
    id: "TIME-02",
    level: Level::Must,
    capability: Capability::Timeout,
    needs: &[],
    requirement: "The limit of an acquire covers all of it, waiting, connecting and checking together: a call of the \
                  manager that hangs does not outlive it.",
    why: "A server that accepts connections and says nothing is the usual outage, and the limit is there for it \
          (bb8 #164).",
    hints: &[
        "is `is_valid` called within the limit?",
        "is `connect`, or the wait for the task that connects?",
        "does each phase begin a limit of its own?",
    ],
    witnesses: &[Witness::Served, Witness::ConnectHung],
    check: |w| {
        for limit in LIMITS {
            for max in 1..=2 {
                connect_hangs(w, max, limit)?;
                check_hangs(w, max, limit)?;
            }
            if w.waits_when_full() {
                connect_hangs_after_a_wait(w, limit)?;
                check_hangs_after_a_wait(w, limit)?;
            }
        }
        Ok(())
    },
};

fn connect_hangs(w: &mut World<'_>, max: usize, limit: Duration) -> Check {
    open(w, max, limit)?;
    for _ in 1..max {
        w.hold()?;
    }
    w.gate(Call::Connect);
    let began = w.now();
    let client = w.connecting()?;
    w.note(Witness::ConnectHung);
    settles_in_time(w, client, began + limit, "an acquire whose connect hangs")
}

/// What comes after a check is to hang, too, lest a pool that goes on to a new connection be done.
fn check_hangs(w: &mut World<'_>, max: usize, limit: Duration) -> Check {
    open_checked(w, max, limit)?;
    w.fill()?;
    w.give_back_all();
    w.gate(Call::Check);
    w.gate(Call::Connect);
    let began = w.now();
    let client = w.acquire();
    if !w.is_pending(client) {
        return Ok(());
    }
    settles_in_time(w, client, began + limit, "an acquire whose check hangs")
}

/// Half the limit is over when there is room to connect.
fn connect_hangs_after_a_wait(w: &mut World<'_>, limit: Duration) -> Check {
    open(w, 1, limit)?;
    let holder = w.hold()?;
    w.gate(Call::Connect);
    let began = w.now();
    let waiter = w.queue()?;
    pass_until(w, began + limit / 2);
    w.part(holder, Parting::Broken);
    settles_in_time(w, waiter, began + limit, "an acquire whose connect hangs after a wait")
}

/// Half the limit is over when there is a connection to check.
fn check_hangs_after_a_wait(w: &mut World<'_>, limit: Duration) -> Check {
    open_checked(w, 1, limit)?;
    let holder = w.hold()?;
    w.gate(Call::Check);
    w.gate(Call::Connect);
    let began = w.now();
    let waiter = w.queue()?;
    pass_until(w, began + limit / 2);
    w.part(holder, Parting::Drop);
    settles_in_time(w, waiter, began + limit, "an acquire whose check hangs after a wait")
}

fn open_checked(w: &mut World<'_>, max: usize, limit: Duration) -> Result<(), Stop> {
    w.build_with(0, max, |setup| {
        setup.acquire_timeout = Some(limit);
        setup.validate_on_acquire = true;
    })?;
    w.init()
}
