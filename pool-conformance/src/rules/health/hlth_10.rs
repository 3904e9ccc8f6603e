//! Why connections are ended.

use std::time::Duration;

use crate::{
    model::{Capability, ConnId, Level, Rule, Situation, Stop, Symptom, Verification, always},
    rules::{Definition, GENERAL, part},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "HLTH-10",
        level: Level::Should,
        capability: Capability::Core,
        needs: &[],
        requirement: "A healthy connection is ended only for a cause: a limit that has passed, a bad check, its holder, a \
                  cancelled call, a close, a size. An idle limit counts from the return, a lifetime from the opening, and \
                  neither acts early.",
        why: "No limit that is read as a limit of zero, or a limit of minutes of which only the seconds are used, opens \
          connections without end beside a healthy server (node-pool #192, npgsql #2791); a database in memory is lost with \
          its one connection.",
        hints: &[
            "is a limit that is not set the same as one that has passed?",
            "does the time of lying idle begin anew when a connection comes back, and stand still while it is in use?",
            "are limits compared as whole durations, and not by their seconds?",
            "does what happens to one connection end others?",
        ],
        situations: &[Situation::Served],
    },
    owns: &[always(Symptom::EndedForNoCause)],
    rank: GENERAL,
    scenario: &[
        part("a pool without limits", no_limits),
        part("an idle limit", idle_limit),
        part("a lifetime", lifetime),
    ],
};

const HOUR: Duration = Duration::from_secs(60 * 60);
/// More than a minute, so that there are seconds beside the minutes.
const IDLE: Duration = Duration::from_secs(75);
const LIFETIME: Duration = Duration::from_secs(615);

fn no_limits(s: &mut Scenario<'_, '_>) -> Verification {
    for (min, max) in [(0, 1), (0, 2), (1, 2)] {
        s.open(min, max)?;
        let id = s.leave_idle()?;
        s.advance(HOUR);
        s.acquire();
        is_open(s, id, "lay idle for an hour, and no limit is set")?;
        s.open(min, max)?;
        let client = s.hold()?;
        let id = s.holds(client);
        s.advance(HOUR);
        s.give_back(client);
        s.acquire();
        id.map_or(Ok(()), |id| is_open(s, id, "was in use for an hour, and no limit is set"))?;
    }
    Ok(())
}

fn idle_limit(s: &mut Scenario<'_, '_>) -> Verification {
    let early = shorter(s, IDLE);
    open_with(s, Some(IDLE), None)?;
    let client = s.hold()?;
    let Some(id) = s.holds(client) else { return Ok(()) };
    s.advance(2 * IDLE);
    for _ in 0..3 {
        s.give_back(client);
        s.advance(early);
        is_open(
            s,
            id,
            &format!("has lain idle for {early:?} since it came back, with an idle limit of {IDLE:?}"),
        )?;
        s.start(client);
        if s.holds(client) != Some(id) {
            return is_open(s, id, "could have been lent again");
        }
    }
    Ok(())
}

fn lifetime(s: &mut Scenario<'_, '_>) -> Verification {
    let early = shorter(s, LIFETIME);
    open_with(s, None, Some(LIFETIME))?;
    let id = s.leave_idle()?;
    s.advance(early);
    is_open(s, id, &format!("is {early:?} old, with a lifetime of {LIFETIME:?}"))?;
    s.acquire();
    is_open(s, id, &format!("is {early:?} old, with a lifetime of {LIFETIME:?}"))
}

fn open_with(s: &mut Scenario<'_, '_>, idle: Option<Duration>, lifetime: Option<Duration>) -> Verification {
    s.build_with(0, 1, |setup| (setup.idle_timeout, setup.max_lifetime) = (idle, lifetime))?;
    s.init()
}

/// A time at which the limit cannot be over, by the jitter that the pool declares.
fn shorter(s: &Scenario<'_, '_>, limit: Duration) -> Duration {
    let kept = 100 - u32::from(s.declaration().jitter.min(100));
    limit * kept / 100 * 9 / 10
}

fn is_open(s: &Scenario<'_, '_>, id: ConnId, why: &str) -> Verification {
    let expected = format!("{id}, which {why}, is open");
    Stop::unless(!s.trace().is_ended(id), expected, "it was ended")
}
