//! Code that the pool calls, and that calls the pool.

use std::time::Duration;

use crate::{
    model::{
        Behaviour, Call, Capability, CloseMode, Level, Need, Reentry, Rule, Situation, Step, Stop, Symptom,
        Verification, always,
    },
    rules::{Definition, GENERAL, part},
    scenario::{ReleaseMode, Scenario},
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "CONC-05",
        level: Level::Must,
        capability: Capability::Reentrancy,
        needs: &[Need::Waiting],
        requirement: "No internal lock is held while the manager is called, a connection is dropped or a waiter is woken: \
                  code that runs there may call the pool.",
        why: "A waker may run a task, or drop one, on the spot, and what that does with the pool waits for a lock that its \
          own thread holds (bb8 #154).",
        hints: &[
            "is a waker called, or a notification sent, before the lock's guard is dropped?",
            "does a `clear`, `truncate` or assignment drop connections, or wakers, under the lock?",
            "does `has_broken` or the drop of a connection run inside the critical section?",
        ],
        situations: &[Situation::Served, Situation::WakerCalledBack, Situation::ManagerCalledBack],
    },
    owns: &[
        always(Symptom::WakerReentryPanicked),
        always(Symptom::CallReentryPanicked),
        always(Symptom::WakerReentryBlocked),
        always(Symptom::CallReentryBlocked),
    ],
    rank: GENERAL,
    scenario: &[
        part("wakers that call the pool", wakers_call),
        part("calls of the manager that call the pool", manager_calls),
        part("calls that call the pool every time", manager_calls_every_time),
    ],
};

fn wakers_call(s: &mut Scenario<'_, '_>) -> Verification {
    for occasion in Occasion::ALL {
        // A pool that loses capacity all by itself breaks another rule.
        let sound = woken(s, occasion, None).is_ok() && keeps_capacity(s).is_ok();
        for how in [Reentry::Status, Reentry::Acquire, Reentry::Leave] {
            woken(s, occasion, Some(how))?;
            if sound {
                keeps_capacity(s)?;
            }
        }
    }
    Ok(())
}

fn manager_calls(s: &mut Scenario<'_, '_>) -> Verification {
    for call in Call::ALL {
        for how in [Reentry::Status, Reentry::Acquire] {
            called(s, how, call, 1)?;
            called(s, how, call, 2)?;
        }
    }
    Ok(())
}

fn manager_calls_every_time(s: &mut Scenario<'_, '_>) -> Verification {
    for call in Call::ALL {
        for how in [Reentry::Status, Reentry::Acquire] {
            called_every_time(s, how, call, false)?;
            called_every_time(s, how, call, true)?;
        }
    }
    Ok(())
}

/// On what occasion a waiter is woken.
#[derive(Clone, Copy)]
enum Occasion {
    ComesBack(ReleaseMode),
    ConnectFails,
    Close,
}

impl Occasion {
    const ALL: [Self; 6] = [
        Self::ComesBack(ReleaseMode::Drop),
        Self::ComesBack(ReleaseMode::Release),
        Self::ComesBack(ReleaseMode::Unwind),
        Self::ComesBack(ReleaseMode::Broken),
        Self::ConnectFails,
        Self::Close,
    ];
}

/// A waiter is woken, whose waker calls the pool if it is said how.
fn woken(s: &mut Scenario<'_, '_>, occasion: Occasion, how: Option<Reentry>) -> Verification {
    match occasion {
        Occasion::ComesBack(parting) => {
            s.open(0, 1)?;
            let holder = s.hold()?;
            arm_a_waiter(s, how)?;
            s.release_guard(holder, parting);
        }
        Occasion::ConnectFails => {
            s.open_gated(1)?;
            s.connecting()?;
            arm_a_waiter(s, how)?;
            s.finish(Call::Connect, Behaviour::Fail);
        }
        Occasion::Close if closes(s) => {
            s.open(0, 1)?;
            s.hold()?;
            arm_a_waiter(s, how)?;
            s.begin_close();
        }
        Occasion::Close => return Ok(()),
    }
    has_come_back(s)
}

fn arm_a_waiter(s: &mut Scenario<'_, '_>, how: Option<Reentry>) -> Verification {
    let waiter = s.queue()?;
    if let Some(how) = how {
        s.perform(Step::Arm(waiter, how));
    }
    Ok(())
}

/// That a pool which is still open has all that it had.
fn keeps_capacity(s: &mut Scenario<'_, '_>) -> Verification {
    if s.trace().close_began() {
        return Ok(());
    }
    s.heal();
    s.serve_in_turn();
    s.cancel_all();
    s.expect_capacity("a waker called the pool")
}

/// A connection's whole life, in which the first call of that kind calls the pool.
fn called(s: &mut Scenario<'_, '_>, how: Reentry, call: Call, max: usize) -> Verification {
    s.build_with(0, max, |setup| setup.validate_on_acquire = true)?;
    s.init()?;
    s.perform(Step::Next(call, Behaviour::Reenter(how)));
    for parting in [ReleaseMode::Drop, ReleaseMode::Release, ReleaseMode::Broken] {
        let client = s.acquire();
        s.release_guard(client, parting);
        has_come_back(s)?;
    }
    if closes(s) {
        s.begin_close();
    }
    has_come_back(s)
}

/// Several connections' whole lives, in which each call of that kind calls the pool; at the end all are idle, and a limit or
/// `close` ends them.
fn called_every_time(s: &mut Scenario<'_, '_>, how: Reentry, call: Call, limited: bool) -> Verification {
    const LIMIT: Duration = Duration::from_secs(10);
    const CONNECTIONS: usize = 3;
    s.build_with(0, CONNECTIONS, |setup| {
        setup.validate_on_acquire = true;
        setup.idle_timeout = limited.then_some(LIMIT);
    })?;
    s.init()?;
    s.perform(Step::Always(call, Behaviour::Reenter(how)));
    for parting in [ReleaseMode::Broken, ReleaseMode::Release, ReleaseMode::Drop] {
        let clients: Vec<_> = (0..CONNECTIONS).map(|_| s.acquire()).collect();
        for client in clients {
            s.release_guard(client, parting);
        }
        has_come_back(s)?;
    }
    if limited {
        s.advance(2 * LIMIT);
        s.acquire();
        s.give_back_all();
        has_come_back(s)?;
    }
    if closes(s) {
        s.begin_close();
    }
    has_come_back(s)
}

fn closes(s: &Scenario<'_, '_>) -> bool {
    s.declaration().close_mode != CloseMode::Unsupported
}

/// That the pool let everybody finish who called it.
fn has_come_back(s: &Scenario<'_, '_>) -> Verification {
    match s.trace().count(|summary| summary.panicked_reentry.clone()) {
        Some(text) => Err(Stop::broken(
            "code that the pool calls may call the pool",
            format!("the pool, called by it, panicked: {text}"),
        )),
        None => Ok(()),
    }
}
