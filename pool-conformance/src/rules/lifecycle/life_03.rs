//! Getting ready.

use crate::{
    model::{Capability, Level, Rule, Settled, Situation, Step, Stop},
    rules::{Definition, GENERAL, whole},
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "LIFE-03",
        level: Level::Must,
        capability: Capability::Core,
        needs: &[],
        requirement: "An acquire before `init` settles promptly: it initialises lazily and works, or fails; it never \
                  hangs or panics.",
        why: "Start-up order is easily got wrong, and a hang says nothing of the cause.",
        hints: &["does acquire wait for something that only `init` brings about?"],
        situations: &[Situation::Served],
    },
    owns: &[],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for (min, max) in [(0, 1), (1, 2)] {
            s.build(min, max)?;
            let early = s.acquire();
            s.expect_settled(early, "an acquire before `init` is served, or fails, at once")?;
            s.perform(Step::Drop(early));
            s.init()?;
            s.hold()?;
            let early_again = s.settled(early).cloned();
            Stop::unless(
                !matches!(early_again, Some(Settled::Panicked(_))),
                "giving back what was acquired before `init` works",
                s.describe(early),
            )?;
        }
        Ok(())
    })],
};
