//! What `init` opens, and what a pool makes of its sizes.

use crate::{
    model::{Capability, Leak, Level, Prefill, Rule, Settled, Situation, Stop, Symptom, after},
    rules::prefill::{INIT, begin_failing_init},
    rules::{Definition, whole},
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "PRE-04",
        level: Level::Must,
        capability: Capability::Prefill,
        needs: &[],
        requirement: "A failed `init` leaves no connection open.",
        why: "A service that retries its start-up leaks the half of a prefill with each attempt.",
        hints: &["what becomes of the connections that were opened before the one that failed?"],
        situations: &[Situation::ConnectFailed],
    },
    owns: &[after(&[Situation::InitFailed], Symptom::Leaked(Leak::Lost))],
    rank: 75,
    scenario: &[whole(|s| {
        for (min, good) in [(2, 1), (3, 2), (3, 1)] {
            begin_failing_init(s, min, good)?;
            if s.declaration().prefill == Prefill::Background {
                return Err(Stop::Vacuous(
                    "`init` does not fail: the prefill happens in the background".to_owned(),
                ));
            }
            if !matches!(s.settled(INIT), Some(Settled::Failed(_))) {
                return Err(Stop::unreached(format!(
                    "the check needs an `init` that fails, but {}",
                    s.describe(INIT)
                )));
            }
            s.expect_all_ended("after `init` has failed")?;
            let size = s.status()?.size;
            Stop::unless(size == 0, "after a failed `init` the size is 0", format!("`status` shows {size}"))?;
        }
        Ok(())
    })],
};
