//! A pool that has nothing to do.

use std::time::Duration;

use crate::{
    model::{Capability, Level, Rule, Situation, Stop, Verification},
    rules::resources::WIND_DOWN,
    rules::{Definition, GENERAL, whole},
    scenario::{ReleaseMode, Scenario},
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "RES-04",
        level: Level::Should,
        capability: Capability::Quiet,
        needs: &[],
        requirement: "With nothing open and nobody waiting, no timer of the pool rings.",
        why: "A timer that rings every few seconds wakes a machine that could sleep, in every program that keeps a pool for the \
          day when it is needed (hyper #4100).",
        hints: &[
            "does the sweeper sleep until something is due, or look now and then?",
            "is there a timer left of an acquire, or of a connect, that is over?",
        ],
        situations: &[Situation::TimePassedDeserted],
    },
    owns: &[],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for used in [false, true] {
            s.build_with(0, 2, |setup| {
                setup.idle_timeout = Some(Duration::from_secs(10));
                setup.max_lifetime = Some(Duration::from_secs(60));
            })?;
            s.init()?;
            if used {
                let holder = s.hold()?;
                s.release_guard(holder, ReleaseMode::Broken);
            }
            is_quiet(s)?;
        }
        Ok(())
    })],
};

/// How often a timer wheel may have to look at a distant moment on the way there, the kit's own included.
const CASCADES: u64 = 8;

/// What was set before may ring once more; then nothing rings for an hour.
fn is_quiet(s: &mut Scenario<'_, '_>) -> Verification {
    const HOUR: Duration = Duration::from_secs(60 * 60);
    s.advance(2 * WIND_DOWN);
    if s.trace().live() > 0 {
        return Err(Stop::unreached("the check needs a pool that opens nothing of itself"));
    }
    let minute = rings(s, WIND_DOWN);
    let hour = rings(s, HOUR);
    let more = hour.saturating_sub(minute);
    let expected = "with nothing open and nobody waiting, no timer rings";
    let seen = format!("timers rang {more} times more often in an hour than in a minute");
    Stop::unless(more <= CASCADES, expected, seen)
}

/// How often the clock stopped on the way.
fn rings(s: &mut Scenario<'_, '_>, time: Duration) -> u64 {
    let before = s.clock().stops();
    s.advance(time);
    s.clock().stops() - before
}
