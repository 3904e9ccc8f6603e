//! Idle connections of a pool with a least size.

use std::time::Duration;

use crate::{
    model::{Capability, Level, Rule, Situation, Stop, Symptom, Verification, always},
    rules::{Definition, GENERAL, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "MNT-02",
        level: Level::Must,
        capability: Capability::MaintainMin,
        needs: &[],
        requirement: "Ending idle connections never takes the pool below `min_size`.",
        why: "A pool that ends its last connections because nobody uses them opens them again at once, and so on for as long \
          as nobody does (pgx PR 1213), or has none when somebody does (btm #48).",
        hints: &[
            "does the sweeper count what is left before it ends a connection for lying idle?",
            "does it count anew for each one?",
        ],
        situations: &[Situation::TimePassed],
    },
    owns: &[always(Symptom::ReapedBelowMinimum)],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for (min, max) in [(1, 1), (1, 2), (2, 4)] {
            nobody_comes(s, min, max)?;
        }
        Ok(())
    })],
};

/// Everything is used once, and then nothing for a quarter of an hour.
fn nobody_comes(s: &mut Scenario<'_, '_>, min: usize, max: usize) -> Verification {
    const SECONDS: u64 = 900;
    s.build_with(min, max, |setup| setup.idle_timeout = Some(Duration::from_secs(10)))?;
    s.init()?;
    s.fill()?;
    s.give_back_all();
    let opened = s.trace().opened();
    for second in 1..=SECONDS {
        s.advance(Duration::from_secs(1));
        let live = s.trace().live();
        let expected = format!("at least {min} stay open although nobody uses them");
        Stop::unless(live >= min, expected, format!("{live} are open after {second} s"))?;
    }
    let opened_since = s.trace().opened() - opened;
    let expected = "while nobody asks for a connection, none is closed and opened again";
    Stop::unless(opened_since == 0, expected, format!("{opened_since} were opened"))
}
