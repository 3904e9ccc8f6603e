//! Which waker is woken.

use crate::{
    Capability,
    ledger::Call,
    probe::Behaviour,
    rule::{Check, Level, Rule},
    world::{Actor, Parting, Step, Witness, World},
};

pub(crate) static ACQ_10: Rule = Rule {
    id: "ACQ-10",
    level: Level::Must,
    capability: Capability::Core,
    needs: &[],
    requirement: "A pending acquire that was polled with several wakers wakes the one of its last poll.",
    why: "Futures move between tasks and arms of `select!`; a pool that kept the first waker leaves them asleep \
          (sqlx #1320).",
    hints: &[
        "is the stored waker replaced on every poll, unless `will_wake` says that it is the same?",
        "does a waiter that is polled again before its turn still own the waker in the queue?",
    ],
    witnesses: &[Witness::Served],
    check: |w| {
        for wakers in 1..=3 {
            connecting(w, wakers)?;
            checking(w, wakers)?;
            if w.waits_when_full() {
                for how in [Parting::Drop, Parting::Release] {
                    waiting(w, 1, wakers, how)?;
                    waiting(w, 2, wakers, how)?;
                }
            }
        }
        Ok(())
    },
};

/// The second waiter changes wakers too, and the third keeps its own.
fn waiting(w: &mut World<'_>, max: usize, wakers: usize, how: Parting) -> Check {
    w.open(0, max)?;
    w.fill()?;
    let waiters = [w.queue()?, w.queue()?, w.queue()?];
    poll_anew(w, waiters[0], wakers);
    poll_anew(w, waiters[1], 1);
    w.expect_served_in_turn(&waiters, how, "a waiter is woken through the waker that it was last polled with")
}

fn connecting(w: &mut World<'_>, wakers: usize) -> Check {
    w.open_gated(1)?;
    let client = w.connecting()?;
    poll_anew(w, client, wakers);
    w.finish(Call::Connect, Behaviour::Succeed);
    w.expect_held(client, "an acquire that connects is woken through the waker that it was last polled with")
}

fn checking(w: &mut World<'_>, wakers: usize) -> Check {
    w.build_with(0, 1, |setup| setup.validate_on_acquire = true)?;
    w.init()?;
    w.leave_idle()?;
    w.perform(Step::Next(Call::Check, Behaviour::Gate));
    let client = w.acquire();
    if w.gated(Call::Check) == 0 {
        return Ok(());
    }
    poll_anew(w, client, wakers);
    w.finish(Call::Check, Behaviour::Succeed);
    w.expect_held(client, "an acquire that checks is woken through the waker that it was last polled with")
}

fn poll_anew(w: &mut World<'_>, client: Actor, wakers: usize) {
    for _ in 0..wakers {
        w.perform(Step::PollAnew(client));
        w.perform(Step::Tasks);
    }
}
