//! A clock that leaps.

use std::time::Duration;

use crate::{
    model::{Capability, ConnId, Level, Limited, Rule, Situation, Step, Stop, Verification},
    rules::{Definition, GENERAL, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "TIME-07",
        level: Level::Should,
        capability: Capability::TimeLeap,
        needs: &[],
        requirement: "A leap of the clock, as after the process has slept, ends what is too old once; afterwards the pool is as \
                  before.",
        why: "Laptops and virtual machines sleep. A sweeper that takes the leap for an age of its own ends every connection for \
          ever after (HikariCP #354, #746).",
        hints: &[
            "does the sweeper make up for each round that it missed?",
            "is an age what has passed since the opening or the return, and nothing that is added up?",
        ],
        situations: &[Situation::Served, Situation::ClockLeapt],
    },
    owns: &[],
    rank: GENERAL,
    scenario: &[whole(|s| {
        let limits = [(Limited::Idle, Capability::IdleTimeout), (Limited::Lifetime, Capability::MaxLifetime)];
        let claimed = limits.into_iter().filter(|(_, capability)| s.declaration().claims(*capability));
        let claimed: Vec<Option<Limited>> = claimed.map(|(what, _)| Some(what)).chain([None]).collect();
        for what in claimed {
            for min in 0..=1 {
                wakes_up(s, min, what)?;
            }
        }
        Ok(())
    })],
};

/// Longer than any upkeep need take, and shorter than the leap.
const LIMIT: Duration = Duration::from_secs(600);

fn wakes_up(s: &mut Scenario<'_, '_>, min: usize, what: Option<Limited>) -> Verification {
    s.build_with(min, 2, |setup| match what {
        Some(Limited::Idle) => setup.idle_timeout = Some(LIMIT),
        Some(Limited::Lifetime) => setup.max_lifetime = Some(LIMIT),
        Some(Limited::Acquire) | None => {}
    })?;
    s.init()?;
    s.fill()?;
    s.give_back_all();
    s.perform(Step::Leap);
    let period = s.declaration().upkeep_period;
    s.advance(period);
    is_as_before(s)
}

/// What is used after the leap is there again a good while later, and all of the pool is.
fn is_as_before(s: &mut Scenario<'_, '_>) -> Verification {
    let client = s.acquire();
    let expected = "after a leap of the clock an acquire is served";
    s.expect_held(client, expected)?;
    let id = s.holds(client).ok_or_else(|| Stop::unreached("a connection after the leap"))?;
    s.give_back(client);
    if s.trace().is_ended(id) {
        return Err(Stop::unreached("the check needs a pool that keeps what comes back"));
    }
    stays(s, id)?;
    s.expect_capacity("a leap of the clock")
}

fn stays(s: &mut Scenario<'_, '_>, id: ConnId) -> Verification {
    for _ in 0..4 {
        s.advance(LIMIT / 10);
        let expected = format!("{id}, which was used after the leap, stays open until it is too old itself");
        Stop::unless(!s.trace().is_ended(id), expected, format!("{id} was ended"))?;
    }
    Ok(())
}
