//! What `init` opens, and what a pool makes of its sizes.

use crate::{
    model::{Capability, Level, Rule, Settled, Situation, Stop, Verification},
    rules::prefill::{INIT, PATIENCE},
    rules::{Definition, GENERAL, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "PRE-02",
        level: Level::Must,
        capability: Capability::Core,
        needs: &[],
        requirement: "Nonsensical sizes (`max_size` 0, `min_size` above `max_size`) are refused or clamped before any \
                  connect; they never become a hang later.",
        why: "A typing error in a configuration file should be an error at start-up and not a service that never answers.",
        hints: &[
            "does anything compare the sizes with each other, and `max_size` with 0, when the pool is built?",
        ],
        situations: &[Situation::Served],
    },
    owns: &[],
    rank: GENERAL,
    scenario: &[whole(|s| {
        s.open(1, 1)?;
        s.hold()?;
        for (min, max) in [(0, 0), (1, 0), (2, 1)] {
            nonsense(s, min, max)?;
        }
        Ok(())
    })],
};

/// A factory that panics on nonsense has refused it: there is no other way in which a constructor can.
fn nonsense(s: &mut Scenario<'_, '_>, min: usize, max: usize) -> Verification {
    match s.build_with(min, max, |setup| setup.acquire_timeout = None) {
        Err(Stop::Factory(_)) => return Ok(()),
        built => built?,
    }
    s.start(INIT);
    s.wait_for(INIT, PATIENCE);
    let sizes = format!("`min_size` {min} and `max_size` {max}");
    s.expect_settled(INIT, &format!("`init` with {sizes} settles"))?;
    if matches!(s.settled(INIT), Some(Settled::Failed(_))) {
        let connects = s.trace().count(|summary| summary.connects);
        let expected = format!("{sizes} are refused before any connect");
        Stop::unless(connects == 0, expected, format!("`init` failed after {connects} connects"))?;
    }
    let client = s.acquire();
    s.wait_for(client, PATIENCE);
    s.expect_settled(client, &format!("an acquire from a pool with {sizes} and no limit settles, either way"))
}
