//! What `init` opens, and what a pool makes of its sizes.

use crate::{
    model::{Capability, Level, Prefill, Rule, Situation, Stop, Verification},
    rules::prefill::PATIENCE,
    rules::{Definition, GENERAL, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "PRE-01",
        level: Level::Must,
        capability: Capability::Prefill,
        needs: &[],
        requirement: "With a healthy manager and no demand, a successful `init` leads to exactly `min_size` open and idle \
                  connections; a `min_size` of 0 leaves none open.",
        why: "`min_size` is there so that the first requests find warm connections; one too many costs the server, one \
          too few the caller.",
        hints: &[
            "does `init` open `min_size` connections, or stop after the first?",
            "is the loop's bound inclusive by mistake?",
            "does a background prefill get a chance to run without demand?",
        ],
        situations: &[Situation::Prefilled],
    },
    owns: &[],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for (min, max) in [(0, 2), (1, 1), (1, 3), (2, 3), (3, 3)] {
            s.open(min, max)?;
            if s.declaration().prefill == Prefill::Background {
                s.advance(PATIENCE);
            }
            exactly_prefilled(s, min)?;
        }
        Ok(())
    })],
};

fn exactly_prefilled(s: &mut Scenario<'_, '_>, min: usize) -> Verification {
    let expected = format!("after `init` with `min_size` {min}, exactly {min} connections are open and idle");
    let (live, idle) = (s.trace().live(), s.trace().idle());
    let seen = format!("{live} are open, {idle} of them idle");
    Stop::unless(live == min && idle == min, expected, seen)?;
    let status = s.status()?;
    let expected = format!("`status` shows the {min} idle connections that `init` opened");
    let seen = format!("it shows size {} and idle {}", status.size, status.idle);
    Stop::unless(status.size == min && status.idle == min, expected, seen)
}
