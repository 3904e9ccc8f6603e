//! How connections are ended.

use crate::{
    model::{Capability, CloseMode, Level, Rule, Situation, Stop, Symptom, Verification, always},
    rules::{Definition, GENERAL, whole},
    scenario::{ReleaseMode, Scenario},
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "ACCT-08",
        level: Level::Should,
        capability: Capability::GracefulEnd,
        needs: &[],
        requirement: "Connections are ended through `disconnect`, not merely dropped, unless the last handle is dropped \
                      outside a runtime.",
        why: "A server that gets no goodbye keeps the session until a limit passes, and logs an error.",
        hints: &[
            "does the guard's `Drop` hand a broken connection to a task that ends it, or drop it?",
            "is an idle connection that is found unfit, or too old, dropped by whoever finds it?",
        ],
        situations: &[Situation::Served, Situation::Broke],
    },
    owns: &[always(Symptom::NotDisconnected)],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for how in [ReleaseMode::Broken, ReleaseMode::BrokenRelease] {
            for max in 1..=2 {
                says_goodbye(s, max, how)?;
            }
        }
        Ok(())
    })],
};

/// All connections are lent; one comes back broken, one is idle at `close`.
fn says_goodbye(s: &mut Scenario<'_, '_>, max: usize, how: ReleaseMode) -> Verification {
    s.open(0, max)?;
    for (place, holder) in s.fill()?.into_iter().enumerate() {
        s.release_guard(holder, if place == 0 { how } else { ReleaseMode::Drop });
    }
    if s.declaration().close_mode != CloseMode::Unsupported {
        s.close()?;
    }
    let dropped = s.trace().endings().dropped();
    let seen = dropped.map(|id| format!("{id} was merely dropped")).unwrap_or_default();
    Stop::unless(dropped.is_none(), "connections are ended through `disconnect`", seen)
}
