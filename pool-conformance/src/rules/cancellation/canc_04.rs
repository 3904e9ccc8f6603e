//! Dropped while its connection is checked.

use crate::{
    model::{Behaviour, Call, Capability, Level, Rule, Situation, Step, Stop, Symptom, Verification, after},
    rules::{Definition, whole},
    scenario::{Scenario, leave_to_be_checked},
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "CANC-04",
        level: Level::Must,
        capability: Capability::HealthBorrow,
        needs: &[],
        requirement: "Dropping an acquire during the check of its connection restores capacity; the connection goes back \
                      or is ended.",
        why: "Callers give up just when the server is slow to answer a ping; each place that is lost then is missing \
              when it answers again (psycopg 1123 and 1208, fast_pool 0.3.2).",
        hints: &[
            "who owns the connection while `is_valid` runs: the future, which takes it along when it is dropped?",
            "is the place of a connection that is being checked freed by a `Drop`, and not only after the await?",
            "is a waiter told that the place, or the connection, is free again?",
        ],
        situations: &[Situation::Served, Situation::CheckCancelled],
    },
    owns: &[
        after(&[Situation::CheckCancelled], Symptom::Stranded),
        after(&[Situation::CheckCancelled], Symptom::CapacityLost),
    ],
    rank: 35,
    scenario: &[whole(|s| {
        for max in [1, 2] {
            for outcome in [Behaviour::Succeed, Behaviour::Fail] {
                dropped(s, max, outcome)?;
            }
            dropped_after_check(s, max)?;
        }
        Ok(())
    })],
};

/// All connections are idle; an acquire is dropped while the check of one of them runs.
fn dropped(s: &mut Scenario<'_, '_>, max: usize, outcome: Behaviour) -> Verification {
    leave_to_be_checked(s, max)?;
    s.perform(Step::Always(Call::Check, Behaviour::Gate));
    let client = s.acquire();
    if s.gated(Call::Check) == 0 {
        return Err(Stop::unreached("the check needs a pool that asks `is_valid` of an idle connection"));
    }
    s.cancel(client);
    s.perform(Step::Heal);
    s.finish_all(Call::Check, outcome);
    s.heal();
    s.expect_capacity("an acquire was dropped during the check of its connection")
}

/// An acquire is dropped while what has not passed its check is ended.
fn dropped_after_check(s: &mut Scenario<'_, '_>, max: usize) -> Verification {
    leave_to_be_checked(s, max)?;
    s.perform(Step::Next(Call::Check, Behaviour::Fail));
    s.gate(Call::Disconnect);
    let client = s.acquire();
    if !s.is_pending(client) || s.gated(Call::Disconnect) == 0 {
        // This pool does not wait for what it ends.
        return Ok(());
    }
    s.cancel(client);
    s.heal();
    s.expect_capacity("an acquire was dropped while what had not passed its check was ended")
}
