//! Code that the pool calls, and that calls the pool.

use crate::{
    Capability, CloseMode,
    ledger::{Call, Event},
    probe::{Behaviour, Entrant, Reentry},
    rule::{Check, Level, Need, Rule, Stop},
    world::{Parting, Step, Witness, World},
};

pub(crate) static CONC_05: Rule = Rule {
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
    witnesses: &[Witness::Served, Witness::WakerCalledBack, Witness::ManagerCalledBack],
    check: |w| {
        for occasion in Occasion::ALL {
            // A pool that loses capacity all by itself breaks another rule.
            let sound = woken(w, occasion, None).is_ok() && keeps_capacity(w).is_ok();
            for how in [Reentry::Status, Reentry::Acquire, Reentry::Leave] {
                woken(w, occasion, Some(how))?;
                if sound {
                    keeps_capacity(w)?;
                }
            }
        }
        for call in Call::ALL {
            for how in [Reentry::Status, Reentry::Acquire] {
                called(w, how, call, 1)?;
                called(w, how, call, 2)?;
            }
        }
        Ok(())
    },
};

/// On what occasion a waiter is woken.
#[derive(Clone, Copy)]
enum Occasion {
    ComesBack(Parting),
    ConnectFails,
    Close,
}

impl Occasion {
    const ALL: [Self; 6] = [
        Self::ComesBack(Parting::Drop),
        Self::ComesBack(Parting::Release),
        Self::ComesBack(Parting::Unwind),
        Self::ComesBack(Parting::Broken),
        Self::ConnectFails,
        Self::Close,
    ];
}

/// A waiter is woken, whose waker calls the pool if it is said how.
fn woken(w: &mut World<'_>, occasion: Occasion, how: Option<Reentry>) -> Check {
    match occasion {
        Occasion::ComesBack(parting) => {
            w.open(0, 1)?;
            let holder = w.hold()?;
            arm_a_waiter(w, how)?;
            w.part(holder, parting);
        }
        Occasion::ConnectFails => {
            w.open_gated(1)?;
            w.connecting()?;
            arm_a_waiter(w, how)?;
            w.finish(Call::Connect, Behaviour::Fail);
        }
        Occasion::Close if closes(w) => {
            w.open(0, 1)?;
            w.hold()?;
            arm_a_waiter(w, how)?;
            w.begin_close();
        }
        Occasion::Close => return Ok(()),
    }
    has_come_back(w)
}

fn arm_a_waiter(w: &mut World<'_>, how: Option<Reentry>) -> Check {
    let waiter = w.queue()?;
    if let Some(how) = how {
        w.perform(Step::Arm(waiter, how));
    }
    Ok(())
}

/// That a pool which is still open has all that it had.
fn keeps_capacity(w: &mut World<'_>) -> Check {
    if w.close_began() {
        return Ok(());
    }
    w.heal();
    w.serve_in_turn();
    w.cancel_all();
    w.expect_capacity("a waker called the pool")
}

/// A connection's whole life, in which the first call of that kind calls the pool.
fn called(w: &mut World<'_>, how: Reentry, call: Call, max: usize) -> Check {
    w.build_with(0, max, |setup| setup.validate_on_acquire = true)?;
    w.init()?;
    w.perform(Step::Next(call, Behaviour::Reenter(how)));
    for parting in [Parting::Drop, Parting::Release, Parting::Broken] {
        let client = w.acquire();
        w.part(client, parting);
        has_come_back(w)?;
    }
    if closes(w) {
        w.begin_close();
    }
    has_come_back(w)
}

fn closes(w: &World<'_>) -> bool {
    w.declaration().close_mode != CloseMode::Unsupported
}

/// That the pool let everybody finish who called it; notes whether anybody did.
fn has_come_back(w: &mut World<'_>) -> Check {
    let (mut wakers, mut calls) = (false, false);
    for entry in w.entries() {
        match entry.event {
            Event::Reenters(Entrant::Waker(_), _) => wakers = true,
            Event::Reenters(Entrant::Call(_), _) => calls = true,
            _ => {}
        }
    }
    for (reached, witness) in [(wakers, Witness::WakerCalledBack), (calls, Witness::ManagerCalledBack)] {
        if reached {
            w.note(witness);
        }
    }
    match w.count(|fold| fold.panicked_reentry.clone()) {
        Some(text) => Err(Stop::broken(
            "code that the pool calls may call the pool",
            format!("the pool, called by it, panicked: {text}"),
        )),
        None => Ok(()),
    }
}
