//! An acquire that has no time.

use std::time::Duration;

use crate::{
    model::{
        Actor, Call, Capability, ErrorKind, Exhaustion, Level, Rule, Situation, Stop, Symptom, Verification,
        after,
    },
    rules::limits::{SLACK, pass_until},
    rules::{Definition, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "TIME-05",
        level: Level::Must,
        capability: Capability::Timeout,
        needs: &[],
        requirement: "A limit of zero never waits: what is there at once is lent, or the acquire fails promptly with Timeout. \
                  A pool may refuse to be configured so.",
        why: "Zero has been read as \"for ever\": the caller who wanted not to wait at all then waits without end \
          (commons-pool before 2.0, db_connection #356).",
        hints: &[
            "is a limit of zero told apart from no limit?",
            "is the acquire tried once before its limit is looked at?",
        ],
        situations: &[Situation::Served, Situation::ZeroLimit],
    },
    owns: &[after(&[Situation::ZeroLimit], Symptom::Overdue)],
    rank: 25,
    scenario: &[whole(|s| {
        s.open(0, 1)?;
        s.hold()?;
        for max in 1..=2 {
            on_a_full_pool(s, max)?;
            beside_a_slow_connect(s, max)?;
        }
        Ok(())
    })],
};

fn open(s: &mut Scenario<'_, '_>, max: usize) -> Verification {
    let built = s.build_with(0, max, |setup| setup.acquire_timeout = Some(Duration::ZERO));
    built.and_then(|()| s.init()).map_err(|_| Stop::Vacuous("the pool refuses a limit of zero".to_owned()))
}

fn on_a_full_pool(s: &mut Scenario<'_, '_>, max: usize) -> Verification {
    open(s, max)?;
    for _ in 0..=max {
        settles_promptly(s)?;
    }
    Ok(())
}

fn beside_a_slow_connect(s: &mut Scenario<'_, '_>, max: usize) -> Verification {
    open(s, max)?;
    s.gate(Call::Connect);
    settles_promptly(s)
}

fn settles_promptly(s: &mut Scenario<'_, '_>) -> Verification {
    let client = s.acquire();
    let now = s.trace().elapsed();
    pass_until(s, now + SLACK);
    s.expect_settled(client, "an acquire with a limit of zero settles without waiting")?;
    if s.holds(client).is_some() {
        return Ok(());
    }
    fails_for_lack_of_time(s, client)
}

fn fails_for_lack_of_time(s: &Scenario<'_, '_>, client: Actor) -> Verification {
    let mut kinds = vec![ErrorKind::Timeout, ErrorKind::InvalidConfig];
    if s.declaration().exhaustion == Exhaustion::FailFast {
        kinds.push(ErrorKind::Exhausted);
    }
    s.expect_error(client, &kinds, "an acquire with a limit of zero that is not served reports Timeout")
}
