//! A pool that is closed, and closed again.

use std::time::Duration;

use crate::{
    model::{Capability, ErrorKind, Level, Need, Rule, Situation, Stop, Symptom, Verification, always},
    rules::{Definition, GENERAL, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "LIFE-04",
        level: Level::Must,
        capability: Capability::Core,
        needs: &[Need::Closing],
        requirement: "Once `close` has completed, every later acquire fails with Closed promptly and no connect begins.",
        why: "A pool that goes on connecting after shutdown keeps the process, or the server's connection slots, busy.",
        hints: &[
            "does acquire look at the closed flag before it takes an idle connection or opens one?",
            "is a semaphore or queue closed as well, so that nobody waits on a closed pool?",
        ],
        situations: &[Situation::Served, Situation::Closed],
    },
    owns: &[
        always(Symptom::ServedAfterClose),
        always(Symptom::NotRefusedAfterClose),
        always(Symptom::ConnectAfterClose),
    ],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for (min, max, used) in [(0, 1, 1), (1, 2, 1), (2, 2, 0), (0, 3, 2)] {
            s.open(min, max)?;
            for client in (0..used).map(|_| s.hold()).collect::<Result<Vec<_>, _>>()? {
                s.give_back(client);
            }
            s.close()?;
            refuses_everybody(s)?;
        }
        Ok(())
    })],
};

fn refuses_everybody(s: &mut Scenario<'_, '_>) -> Verification {
    let connects = s.trace().count(|summary| summary.connects);
    for _ in 0..=s.max() {
        let late = s.acquire();
        s.expect_error(late, &[ErrorKind::Closed], "an acquire after `close` fails with Closed at once")?;
    }
    s.advance(Duration::from_secs(60));
    let begun = s.trace().count(|summary| summary.connects) - connects;
    let seen = format!("{begun} connects began after `close` had completed");
    Stop::unless(begun == 0, "no connect begins after `close` has completed", seen)
}
