//! Very large sizes.

use crate::{
    model::{Actor, Capability, ErrorKind, Level, Rule, Situation, Stop, Verification},
    rules::{Definition, GENERAL, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "PRE-06",
        level: Level::Should,
        capability: Capability::ExtremeSizes,
        needs: &[],
        requirement: "A very large `max_size` costs no memory in proportion and does not panic.",
        why: "\"As many as it takes\" is configured as the largest number there is, and a pool that makes room for so many at \
          once, or has a semaphore that is smaller, does not come up.",
        hints: &[
            "is a list made with room for `max_size` elements?",
            "has a semaphore, or a channel, a largest size of its own?",
            "can `max_size + 1` overflow?",
        ],
        situations: &[Situation::Served],
    },
    owns: &[],
    rank: GENERAL,
    scenario: &[whole(|s| {
        serves(s, 1_000_000)?;
        serves(s, usize::MAX)
    })],
};

/// A pool of such a size is built, and serves; or it says that it cannot be so large.
fn serves(s: &mut Scenario<'_, '_>, max: usize) -> Verification {
    let too_large = |stop| match stop {
        Stop::Factory(why) => Stop::broken(format!("a pool with a `max_size` of {max} can be built"), why),
        other => other,
    };
    s.build(0, max).map_err(too_large)?;
    let init = Actor::Init(0);
    s.start(init);
    if s.tasks().error_of(init) == Some(ErrorKind::InvalidConfig) {
        return Ok(());
    }
    s.expect_done(init, &format!("a pool with a `max_size` of {max} can be initialised"))?;
    let client = s.acquire();
    s.expect_held(client, &format!("a pool with a `max_size` of {max} serves an acquire"))?;
    s.status()?;
    s.give_back(client);
    let opened = s.trace().opened();
    Stop::unless(opened == 1, "one acquire opens one connection", format!("{opened} were opened"))
}
