//! Limits that are as long as a duration can be.

use std::time::Duration;

use crate::{
    model::{
        Call, Capability, Level, Limited, Rule, Situation, Step, Stop, Symptom, Verification,
        VirtualDuration, after,
    },
    rules::{Definition, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "TIME-06",
        level: Level::Must,
        capability: Capability::Timeout,
        needs: &[],
        requirement: "Extreme limits, such as `Duration::MAX`, neither panic nor overflow.",
        why: "`Instant + Duration` panics where it overflows, and a count of milliseconds wraps round: who asks for no limit by \
          the longest one gets a pool that cannot lend anything.",
        hints: &[
            "is a deadline computed with `checked_add`, and none taken where there is no such moment?",
            "is a limit converted to a smaller number by `as`?",
        ],
        situations: &[Situation::Served, Situation::EndlessLimit],
    },
    owns: &[
        after(&[Situation::EndlessLimit], Symptom::OperationPanicked),
        after(&[Situation::EndlessLimit], Symptom::TimedOutEarly),
    ],
    rank: 4,
    scenario: &[whole(|s| {
        let limits = [
            (Limited::Acquire, Capability::Timeout),
            (Limited::Idle, Capability::IdleTimeout),
            (Limited::Lifetime, Capability::MaxLifetime),
        ];
        for (what, capability) in limits {
            if s.declaration().claims(capability) {
                lends_and_waits(s, what)?;
                outlasts_a_slow_connect(s, what)?;
            }
        }
        Ok(())
    })],
};

fn open(s: &mut Scenario<'_, '_>, what: Limited) -> Verification {
    let built = s.build_with(0, 1, |setup| match what {
        Limited::Acquire => setup.acquire_timeout = Some(Duration::MAX),
        Limited::Idle => setup.idle_timeout = Some(Duration::MAX),
        Limited::Lifetime => setup.max_lifetime = Some(Duration::MAX),
    });
    match built {
        Err(Stop::Factory(text)) => {
            Err(Stop::broken(format!("a pool can be built with the longest {what}"), text))
        }
        other => other.and_then(|()| s.init()),
    }
}

/// Lends twice, and once more to one who has waited.
fn lends_and_waits(s: &mut Scenario<'_, '_>, what: Limited) -> Verification {
    open(s, what)?;
    let expected = format!("with the longest {what} a connection is lent");
    for _ in 0..2 {
        let client = s.acquire();
        s.expect_held(client, &expected)?;
        s.give_back(client);
    }
    let holder = s.hold()?;
    if !s.waits_when_full() {
        return Ok(());
    }
    let waiter = s.acquire();
    if what == Limited::Acquire {
        s.wait_for_limits(|s| s.perform(Step::Advance(VirtualDuration::DAY)));
        s.expect_pending(waiter, "with the longest limit an acquire waits for as long as it has to")?;
    }
    s.give_back(holder);
    s.expect_held(waiter, &format!("with the longest {what} a waiter is served"))
}

/// The limit is really armed.
fn outlasts_a_slow_connect(s: &mut Scenario<'_, '_>, what: Limited) -> Verification {
    open(s, what)?;
    s.gate(Call::Connect);
    let client = s.acquire();
    s.heal();
    s.expect_held(client, &format!("with the longest {what} an acquire is served by a slow connect"))
}
