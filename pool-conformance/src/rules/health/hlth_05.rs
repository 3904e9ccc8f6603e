//! Checks that nothing passes.

use crate::{
    model::{Behaviour, Call, Capability, Level, Rule, Situation, Step, Stop, Verification},
    rules::{Definition, GENERAL, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "HLTH-05",
        level: Level::Must,
        capability: Capability::HealthBorrow,
        needs: &[],
        requirement: "If even new connections fail the check, the acquire settles with an error after a bounded number of \
                  attempts.",
        why: "A check that is wrong itself, or a server that lets in and answers nothing, otherwise blocks every caller for \
          ever, and opens one connection after the other meanwhile (commons-pool POOL-152).",
        hints: &[
            "does the loop that replaces what failed its check end, at the limit of the acquire or after some attempts?",
            "a pool that does not check what it has just opened may hand it out",
        ],
        situations: &[Situation::CheckFailed],
    },
    owns: &[],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for max in 1..=2 {
            for idle in [false, true] {
                nothing_passes(s, max, idle)?;
            }
        }
        Ok(())
    })],
};

fn nothing_passes(s: &mut Scenario<'_, '_>, max: usize, idle: bool) -> Verification {
    s.build_with(0, max, |setup| setup.validate_on_acquire = true)?;
    s.init()?;
    if idle {
        s.leave_idle()?;
        s.wait_until_checked();
    }
    s.perform(Step::Always(Call::Check, Behaviour::Fail));
    let client = s.acquire();
    s.wait_out(client);
    s.expect_settled(client, "an acquire settles at its limit or before when every check fails")?;
    let endless = s.trace().count(|summary| summary.endless_poll);
    let expected = "an acquire gives up after a bounded number of attempts when every check fails";
    Stop::unless(!endless, expected, "it connected a thousand times with no time passing")
}
