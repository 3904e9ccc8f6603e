//! Connections that are too old.

use std::time::Duration;

use crate::{
    model::{Capability, Level, Rule, Stop, TimeSource, Verification},
    rules::health::outlives,
    rules::{Definition, GENERAL, part},
    scenario::{ReleaseMode, Scenario},
    sim::{Conduct, Outlives},
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "HLTH-07",
        level: Level::Should,
        capability: Capability::MaxLifetime,
        needs: &[],
        requirement: "A connection older than the limit is not handed out again; it is ended when next idle or released, and \
                  never while held.",
        why: "A pool in constant use never retires a connection that only a look at idle ones would find (bb8 #224), and \
          after a failover it goes on talking to the old server.",
        hints: &[
            "is the age looked at when a connection comes back, or before it is lent, or only while it lies idle?",
            "does a return begin the lifetime anew?",
        ],
        situations: &[],
    },
    owns: &[],
    rank: GENERAL,
    scenario: &[
        part("a connection that lies idle", lies_idle),
        part("a connection in constant use", |s| {
            [ReleaseMode::Drop, ReleaseMode::Release].into_iter().try_for_each(|how| in_constant_use(s, how))
        }),
        part("a connection that is in use when the limit passes", |s| {
            [ReleaseMode::Drop, ReleaseMode::Release].into_iter().try_for_each(|how| in_use(s, how))
        }),
    ],
};

const LIMIT: Duration = Duration::from_secs(60);

fn open(s: &mut Scenario<'_, '_>) -> Verification {
    s.build_with(0, 1, |setup| setup.max_lifetime = Some(LIMIT))?;
    s.init()
}

fn in_real_time(s: &Scenario<'_, '_>) -> bool {
    s.declaration().time_source == TimeSource::System
}

/// A time by which the limit is over and the pool has come round to it, by what it declares.
fn longer(s: &Scenario<'_, '_>) -> Duration {
    LIMIT * (100 + u32::from(s.declaration().jitter)) / 100 + s.declaration().upkeep_period
}

/// That the next acquire is served by another connection than the first, which is ended.
fn is_retired(s: &mut Scenario<'_, '_>) -> Verification {
    let client = s.acquire();
    s.wait_for_limits(|s| s.wait_for_limit(client));
    s.expect_held(client, "an acquire is served although what was open is too old")?;
    let first = s.trace().count(|summary| summary.conns().next().map(|(id, _)| id));
    let Some(first) = first else { return Ok(()) };
    let expected = format!("{first}, which is older than {LIMIT:?}, is not lent again");
    Stop::unless(s.holds(client) != Some(first), expected, s.describe(client))?;
    if !s.trace().is_ended(first) {
        let upkeep = s.declaration().upkeep_period;
        s.advance(upkeep);
    }
    let expected = format!("{first}, which is older than {LIMIT:?}, is ended");
    Stop::unless(s.trace().is_ended(first), expected, format!("{first} is open"))
}

fn lies_idle(s: &mut Scenario<'_, '_>) -> Verification {
    if in_real_time(s) {
        return outlives(s, Outlives::Lifetime);
    }
    open(s)?;
    s.leave_idle()?;
    let long = longer(s);
    s.advance(long);
    is_retired(s)
}

fn in_constant_use(s: &mut Scenario<'_, '_>, how: ReleaseMode) -> Verification {
    const TURNS: u32 = 10;
    if in_real_time(s) {
        return Ok(());
    }
    open(s)?;
    let turn = longer(s) / TURNS + Duration::from_millis(100);
    for _ in 0..TURNS {
        let client = s.hold()?;
        s.advance(turn);
        s.release_guard(client, how);
    }
    is_retired(s)
}

fn in_use(s: &mut Scenario<'_, '_>, how: ReleaseMode) -> Verification {
    if in_real_time(s) {
        return if how == ReleaseMode::Drop { outlives(s, Outlives::LifetimeInUse) } else { Ok(()) };
    }
    open(s)?;
    let client = s.hold()?;
    let id = s.holds(client);
    let long = longer(s);
    s.advance(long);
    let ended = id.is_some_and(|id| s.trace().is_ended(id));
    Stop::unless(!ended, "a connection in use is not ended by its age", "it was ended")?;
    s.release_guard(client, how);
    is_retired(s)
}
