//! What a health check says, and what it costs.

use crate::{
    model::{
        Actor, Behaviour, Call, Capability, CloseMode, ErrorKind, Leak, Level, Rule, Settled, Situation,
        Step, Stop, Symptom, Verification, after, always,
    },
    rules::{Definition, part},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "HLTH-09",
        level: Level::Should,
        capability: Capability::PoolHealth,
        needs: &[],
        requirement: "A health check tells the truth about whether connections can be had, within the acquire limit, also \
                  during an outage and while everything is in use or hangs, and it costs no connection.",
        why: "A liveness probe that fails on a busy pool has the service restarted under load; one that borrows a \
          connection and loses it is worse than none.",
        hints: &[
            "a full pool is not an unhealthy one: is there anything to wait for?",
            "is the check itself under a limit, or only the wait for its connection?",
            "what becomes of the place of a connection that fails the check?",
            "does the pool say that all is well without asking the manager?",
        ],
        situations: &[Situation::Served, Situation::HealthChecked, Situation::ConnectFailed],
    },
    owns: &[
        always(Symptom::HealthCheckStuck),
        always(Symptom::HealthCheckPanicked),
        always(Symptom::HealthAnswerWrong),
        after(&[Situation::HealthChecked], Symptom::CapacityLost),
        after(&[Situation::HealthChecked], Symptom::Stranded),
        after(&[Situation::HealthChecked], Symptom::Leaked(Leak::Lost)),
    ],
    rank: 65,
    scenario: &[
        part("a healthy pool", all_is_well),
        part("an outage", outage),
        part("a full pool", full),
        part("a connect or a check that hangs", hangs),
        part("a connection that fails its check", one_fails),
        part("a closed pool", closed),
    ],
};

fn all_is_well(s: &mut Scenario<'_, '_>) -> Verification {
    for max in 1..=2 {
        s.open(0, max)?;
        for idle in [false, true] {
            if idle {
                s.leave_idle()?;
            }
            let check = answered(s)?;
            s.expect_done(check, "a health check of a healthy pool succeeds")?;
        }
        s.expect_capacity("a health check")?;
    }
    Ok(())
}

/// Nothing can be opened, and what is open is of no use.
fn outage(s: &mut Scenario<'_, '_>) -> Verification {
    for idle in [false, true] {
        s.open(0, 2)?;
        let left = if idle { Some(s.leave_idle()?) } else { None };
        s.perform(Step::Always(Call::Connect, Behaviour::Fail));
        s.perform(Step::Always(Call::Check, Behaviour::Fail));
        if left.is_some() {
            s.perform(Step::BreakIdle);
        }
        for _ in 0..2 {
            let check = answered(s)?;
            let failed = matches!(s.settled(check), Some(Settled::Failed(_)));
            Stop::unless(failed, "a health check during an outage fails", s.describe(check))?;
        }
        // Whatever the health check has looked at, a connect is to have failed.
        let client = s.acquire();
        s.wait_out(client);
        s.heal();
        let check = answered(s)?;
        s.expect_done(check, "a health check succeeds once the outage is over")?;
        s.expect_capacity("health checks during an outage")?;
    }
    Ok(())
}

fn full(s: &mut Scenario<'_, '_>) -> Verification {
    for max in 1..=2 {
        s.open(0, max)?;
        s.fill()?;
        let check = answered(s)?;
        s.expect_done(check, "a health check of a full and healthy pool succeeds")?;
        s.expect_capacity("a health check of a full pool")?;
    }
    Ok(())
}

fn hangs(s: &mut Scenario<'_, '_>) -> Verification {
    for (call, idle) in [(Call::Connect, false), (Call::Check, true)] {
        s.open(0, 1)?;
        if idle {
            s.leave_idle()?;
        }
        s.gate(call);
        answered(s)?;
        s.heal();
        s.settle();
        s.expect_reachable("a health check that hung")?;
    }
    Ok(())
}

fn one_fails(s: &mut Scenario<'_, '_>) -> Verification {
    for max in 1..=2 {
        s.open(0, max)?;
        s.leave_idle()?;
        s.perform(Step::BreakIdle);
        answered(s)?;
        s.expect_capacity("a health check of which the connection failed its check")?;
    }
    Ok(())
}

fn closed(s: &mut Scenario<'_, '_>) -> Verification {
    if s.declaration().close_mode == CloseMode::Unsupported {
        return Ok(());
    }
    s.open(0, 1)?;
    s.leave_idle()?;
    s.close()?;
    let check = answered(s)?;
    s.expect_error(check, &[ErrorKind::Closed], "a health check of a closed pool fails with Closed")
}

/// A health check that has settled within the acquire limit.
fn answered(s: &mut Scenario<'_, '_>) -> Result<Actor, Stop> {
    let check = s.new_health_check();
    s.start(check);
    s.wait_out(check);
    s.expect_settled(check, "a health check settles within the acquire limit")?;
    Ok(check)
}
