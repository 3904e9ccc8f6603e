//! What `close` does to what it finds.

use crate::{
    model::{Behaviour, Call, Capability, Level, Need, Rule, Settled, Situation, Step, Stop, Verification},
    rules::{Definition, GENERAL, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "LIFE-15",
        level: Level::Must,
        capability: Capability::Core,
        needs: &[Need::Closing],
        requirement: "A `disconnect` that fails for one connection neither stops the others from being ended nor keeps \
                  `close` from completing.",
        why: "One broken socket must not leave the rest of the pool open at shutdown.",
        hints: &["does `close` return early, with `?`, when a `disconnect` fails?"],
        situations: &[Situation::Served, Situation::ClosedWithIdle],
    },
    owns: &[],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for (max, failing) in [(1, 0), (2, 0), (2, 1), (5, 1), (5, 4)] {
            s.open(0, max)?;
            s.fill()?;
            s.give_back_all();
            for _ in 0..failing {
                s.perform(Step::Next(Call::Disconnect, Behaviour::Succeed));
            }
            s.perform(Step::Next(Call::Disconnect, Behaviour::Fail));
            closes_all_the_same(s)?;
        }
        Ok(())
    })],
};

fn closes_all_the_same(s: &mut Scenario<'_, '_>) -> Verification {
    let close = s.begin_close();
    s.expect_settled(close, "`close` completes although one `disconnect` fails")?;
    s.expect_all_ended("although one `disconnect` failed")?;
    let disconnects: u32 = s.trace().count(|summary| summary.conns().map(|(_, conn)| conn.disconnects).sum());
    if disconnects == 0 && s.settled(close) == Some(&Settled::Done) {
        return Err(Stop::Vacuous(
            "the pool ends connections by dropping them, never by `disconnect`".to_owned(),
        ));
    }
    Ok(())
}
