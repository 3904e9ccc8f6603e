//! Which waker is woken.

use crate::{
    model::{Actor, Behaviour, Call, Capability, Level, Rule, Situation, Step, Verification},
    rules::{Definition, GENERAL, whole},
    scenario::{ReleaseMode, Scenario},
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
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
        situations: &[Situation::Served],
    },
    owns: &[],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for wakers in 1..=3 {
            connecting(s, wakers)?;
            checking(s, wakers)?;
            if s.waits_when_full() {
                for how in [ReleaseMode::Drop, ReleaseMode::Release] {
                    waiting(s, 1, wakers, how)?;
                    waiting(s, 2, wakers, how)?;
                }
            }
        }
        Ok(())
    })],
};

/// The second waiter changes wakers too, and the third keeps its own.
fn waiting(s: &mut Scenario<'_, '_>, max: usize, wakers: usize, how: ReleaseMode) -> Verification {
    s.open(0, max)?;
    s.fill()?;
    let waiters = [s.queue()?, s.queue()?, s.queue()?];
    poll_anew(s, waiters[0], wakers);
    poll_anew(s, waiters[1], 1);
    s.expect_served_in_turn(&waiters, how, "a waiter is woken through the waker that it was last polled with")
}

fn connecting(s: &mut Scenario<'_, '_>, wakers: usize) -> Verification {
    s.open_gated(1)?;
    let client = s.connecting()?;
    poll_anew(s, client, wakers);
    s.finish(Call::Connect, Behaviour::Succeed);
    s.expect_held(client, "an acquire that connects is woken through the waker that it was last polled with")
}

fn checking(s: &mut Scenario<'_, '_>, wakers: usize) -> Verification {
    s.build_with(0, 1, |setup| setup.validate_on_acquire = true)?;
    s.init()?;
    s.leave_idle()?;
    s.perform(Step::Next(Call::Check, Behaviour::Gate));
    let client = s.acquire();
    if s.gated(Call::Check) == 0 {
        return Ok(());
    }
    poll_anew(s, client, wakers);
    s.finish(Call::Check, Behaviour::Succeed);
    s.expect_held(client, "an acquire that checks is woken through the waker that it was last polled with")
}

fn poll_anew(s: &mut Scenario<'_, '_>, client: Actor, wakers: usize) {
    for _ in 0..wakers {
        s.perform(Step::PollAnew(client));
        s.perform(Step::Tasks);
    }
}
