//! Connections that have lain idle for too long.

use std::time::Duration;

use crate::{
    model::{Capability, Level, Rule, Stop, TimeSource, Verification},
    rules::health::outlives,
    rules::{Definition, GENERAL, part},
    scenario::Scenario,
    sim::{Conduct, Outlives},
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "HLTH-06",
        level: Level::Should,
        capability: Capability::IdleTimeout,
        needs: &[],
        requirement: "A connection idle beyond the limit is ended before it would next be handed out, and never while held.",
        why: "Servers and firewalls drop quiet connections without a word, and the next user runs into it (Go #41114).",
        hints: &[
            "is the idle limit looked at where no lifetime is set?",
            "is it looked at when a connection is taken from the list, or only by a task that comes round now and then?",
            "does the acquire that finds a connection too old go on to another, and open one if there is none?",
        ],
        situations: &[],
    },
    owns: &[],
    rank: GENERAL,
    scenario: &[
        part("a connection that lies idle", |s| {
            if s.declaration().time_source == TimeSource::System {
                return lies_idle_in_real_time(s);
            }
            for lifetime in [None, Some(100 * LIMIT)] {
                (1..=2).try_for_each(|max| lies_idle(s, max, lifetime))?;
            }
            Ok(())
        }),
        part("a connection in use", stays_in_use),
    ],
};

const LIMIT: Duration = Duration::from_secs(10);

fn open(s: &mut Scenario<'_, '_>, max: usize, lifetime: Option<Duration>) -> Verification {
    s.build_with(0, max, |setup| (setup.idle_timeout, setup.max_lifetime) = (Some(LIMIT), lifetime))?;
    s.init()
}

/// A time by which the limit is over and the pool has come round to it, by what it declares.
fn longer(s: &Scenario<'_, '_>) -> Duration {
    LIMIT * (100 + u32::from(s.declaration().jitter)) / 100 + s.declaration().upkeep_period
}

fn lies_idle(s: &mut Scenario<'_, '_>, max: usize, lifetime: Option<Duration>) -> Verification {
    open(s, max, lifetime)?;
    let id = s.leave_idle()?;
    let long = longer(s);
    s.advance(long);
    let client = s.acquire();
    s.wait_for_limits(|s| s.wait_for_limit(client));
    s.expect_held(client, "an acquire is served although what was idle has been so for too long")?;
    let expected = format!("{id}, which lay idle for longer than {LIMIT:?}, is not lent again");
    Stop::unless(s.holds(client) != Some(id), expected, s.describe(client))?;
    if !s.trace().is_ended(id) {
        let upkeep = s.declaration().upkeep_period;
        s.advance(upkeep);
    }
    let expected = format!("{id}, which lay idle for longer than {LIMIT:?}, is ended");
    Stop::unless(s.trace().is_ended(id), expected, format!("{id} is open"))
}

fn lies_idle_in_real_time(s: &mut Scenario<'_, '_>) -> Verification {
    outlives(s, Outlives::IdleLimit)
}

fn stays_in_use(s: &mut Scenario<'_, '_>) -> Verification {
    open(s, 1, None)?;
    let client = s.hold()?;
    let id = s.holds(client);
    let long = longer(s);
    s.advance(10 * long);
    let ended = id.is_some_and(|id| s.trace().is_ended(id));
    Stop::unless(!ended, "a connection in use is not ended by the idle limit", "it was ended")
}
