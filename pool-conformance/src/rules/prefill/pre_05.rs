//! What `init` opens, and what a pool makes of its sizes.

use crate::{
    model::{
        Actor, Behaviour, Call, CallEnd, Capability, CloseMode, ErrorKind, Leak, Level, Rule, Settled,
        Situation, Step, Stop, Symptom, Verification, after, always,
    },
    rules::prefill::{INIT, PATIENCE, begin_failing_init},
    rules::{Definition, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "PRE-05",
        level: Level::Must,
        capability: Capability::Prefill,
        needs: &[],
        requirement: "After a failed or cancelled `init` the pool is in a defined state: acquire and close settle, and \
                  `init` may be retried or reports Closed. Cancelling leaks nothing.",
        why: "Start-up is where limits and retries are; a pool that is stuck after a first failure needs a restart.",
        hints: &[
            "is a flag or lock that `init` sets undone when its future is dropped?",
            "does a failed `init` keep slots that it had reserved?",
        ],
        situations: &[Situation::ConnectFailed],
    },
    owns: &[
        always(Symptom::InitNotRepeatable),
        after(&[Situation::InitCancelled], Symptom::Stranded),
        after(&[Situation::InitCancelled], Symptom::CapacityLost),
        after(&[Situation::InitCancelled], Symptom::Leaked(Leak::Lost)),
        after(&[Situation::InitFailed], Symptom::Stranded),
        after(&[Situation::InitFailed], Symptom::CapacityLost),
    ],
    rank: 70,
    scenario: &[whole(|s| {
        for (min, max) in [(1, 1), (2, 3)] {
            for answered in 0..min {
                begin_failing_init(s, min, answered)?;
                usable_after(s, "a failed `init`")?;
                cancelled_init(s, min, max, answered)?;
            }
        }
        Ok(())
    })],
};

/// Cancels an `init` when so many of its connects have been answered.
fn cancelled_init(s: &mut Scenario<'_, '_>, min: usize, max: usize, answered: usize) -> Verification {
    s.build(min, max)?;
    s.gate(Call::Connect);
    s.start(INIT);
    for _ in 0..answered {
        s.finish(Call::Connect, Behaviour::Succeed);
    }
    s.cancel(INIT);
    usable_after(s, "a cancelled `init`")
}

fn usable_after(s: &mut Scenario<'_, '_>, what: &str) -> Verification {
    s.perform(Step::Heal);
    while s.trace().count(|summary| summary.connecting) > 0 {
        s.finish(Call::Connect, Behaviour::Succeed);
    }
    let client = s.acquire();
    s.wait_for(client, PATIENCE);
    s.expect_settled(client, &format!("an acquire after {what} settles"))?;
    s.perform(Step::Drop(client));
    let again = Actor::Init(1);
    s.start(again);
    s.wait_for(again, PATIENCE);
    let kept =
        s.settled(again) == Some(&Settled::Done) || s.tasks().error_of(again) == Some(ErrorKind::Closed);
    let expected = format!("an `init` after {what} succeeds, or reports Closed");
    Stop::unless(kept, expected, s.describe(again))?;
    if s.settled(again) == Some(&Settled::Done) {
        s.expect_reachable(what)?;
    }
    closes_without_a_leak(s, what)
}

fn closes_without_a_leak(s: &mut Scenario<'_, '_>, what: &str) -> Verification {
    if s.declaration().close_mode == CloseMode::Unsupported {
        s.perform(Step::DropHandle);
    } else {
        let close = s.begin_close();
        s.expect_settled(close, &format!("`close` after {what} settles"))?;
    }
    s.advance(PATIENCE);
    let failures = s.trace().count(|summary| summary.ends(Call::Connect, CallEnd::Failed));
    let after = if failures > 0 { "at the end, a failed `init` included" } else { "at the end" };
    s.expect_all_ended(after)
}
