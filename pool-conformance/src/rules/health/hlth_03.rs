//! The place of a connection that is discarded.

use crate::{
    model::{Capability, Level, Need, Rule, Situation, Step, Symptom, Verification, after},
    rules::{Definition, whole},
    scenario::{ReleaseMode, Scenario},
    sim::{Conduct, expect_promptness},
};
use std::time::Duration;

/// How long a pool may wait by itself before it connects.
const OWN_DELAY: Duration = Duration::from_secs(1);

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "HLTH-03",
        level: Level::Must,
        capability: Capability::HealthRelease,
        needs: &[Need::Waiting],
        requirement: "Discarding a broken connection frees its capacity promptly: a waiter is served by a replacement.",
        why: "Waiters that only a returned connection wakes sleep until their limit when a connection is discarded instead \
          (bb8 #167, commons-pool POOL-240).",
        hints: &[
            "does the path that ends a broken connection wake a waiter, as the path does that keeps a sound one?",
            "is the place freed before the goodbye has finished, or at all if it fails?",
        ],
        situations: &[Situation::Served, Situation::Waited, Situation::CameBackBroken],
    },
    owns: &[after(&[Situation::CameBackBroken, Situation::Waited], Symptom::Stranded)],
    rank: 80,
    scenario: &[whole(|s| {
        for max in 1..=3 {
            for how in [ReleaseMode::Drop, ReleaseMode::Release, ReleaseMode::Unwind] {
                replaces(s, max, how)?;
            }
        }
        Ok(())
    })],
};

fn replaces(s: &mut Scenario<'_, '_>, max: usize, how: ReleaseMode) -> Verification {
    s.open(0, max)?;
    expect_promptness(s);
    for holder in s.fill()? {
        let waiter = s.queue()?;
        s.perform(Step::Break(holder));
        s.release_guard(holder, how);
        s.wait_for(waiter, OWN_DELAY);
        s.expect_held(waiter, "a waiter is served by a replacement when a connection comes back broken")?;
    }
    Ok(())
}
