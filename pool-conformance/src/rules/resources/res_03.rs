//! What is left when a pool is gone.

use std::time::Duration;

use crate::{
    model::{Capability, CloseMode, Level, Rule, Situation, Stop, Verification},
    rules::resources::{WIND_DOWN, drop_handle},
    rules::{Definition, GENERAL, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "RES-03",
        level: Level::Must,
        capability: Capability::Core,
        needs: &[],
        requirement: "After `close` completes, or the last handle and guard are gone, no activity of the pool remains \
                  beyond a bounded wind-down: no task, no connect, nothing that keeps the manager.",
        why: "A task that nobody can reach any more runs for as long as the process, and may go on connecting.",
        hints: &[
            "does a maintenance task hold a strong reference to the pool?",
            "does the task look at the closed flag, or at a weak reference, in every round?",
        ],
        situations: &[Situation::Served],
    },
    owns: &[],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for closed in [true, false] {
            if closed && s.declaration().close_mode == CloseMode::Unsupported {
                continue;
            }
            s.open(1, 2)?;
            s.leave_idle()?;
            if closed {
                s.close()?;
                stays_silent(s, "after `close`")?;
            }
            drop_handle(s)?;
            s.advance(WIND_DOWN);
            nothing_remains(s)?;
            stays_silent(s, "after the last handle was dropped")?;
        }
        Ok(())
    })],
};

/// How long nothing may happen after that.
const SILENCE: Duration = Duration::from_secs(60 * 60);

fn stays_silent(s: &mut Scenario<'_, '_>, when: &str) -> Verification {
    s.advance(WIND_DOWN);
    let before = s.trace().count(|summary| summary.connects);
    s.advance(SILENCE);
    let begun = s.trace().count(|summary| summary.connects) - before;
    let expected = format!("no connect begins later than {WIND_DOWN:?} {when}");
    Stop::unless(begun == 0, expected, format!("{begun} connects began in the hour that followed"))
}

fn nothing_remains(s: &Scenario<'_, '_>) -> Verification {
    let tasks = s.clock().tasks();
    let expected = format!("no task is left {WIND_DOWN:?} after the last handle was dropped");
    Stop::unless(tasks == 0, expected, format!("{tasks} tasks are left"))?;
    let kept = s.pool().outside_references();
    let expected = "the manager is dropped with the pool";
    Stop::unless(
        kept == 0,
        expected,
        format!("{kept} clones of it, or connections of it, are still kept somewhere"),
    )
}
