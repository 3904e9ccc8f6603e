//! What `status` says.

use crate::{
    model::{Capability, Level, Prefill, Rule, Situation, Stop, Symptom, Verification, always},
    rules::accounting::status::at_every_moment,
    rules::{Definition, GENERAL, whole},
    scenario::Scenario,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "ACCT-06",
        level: Level::Must,
        capability: Capability::Core,
        needs: &[],
        requirement: "`status` can be called at any time (before `init`, during connects, during and after `close`), never \
                  waits for the manager, and reports the configured limits.",
        why: "Metrics are read by a timer that knows nothing of the pool's state, most of all when the server is stuck.",
        hints: &[
            "is a lock that `status` takes held across a call of the manager?",
            "does `status` assume that `init` has run, or that the pool is open?",
            "are the limits kept apart from what `close` sets to zero?",
        ],
        situations: &[Situation::Served, Situation::Reused],
    },
    owns: &[always(Symptom::StatusPanicked)],
    rank: GENERAL,
    scenario: &[whole(|s| at_every_moment(s, reports_limits))],
};

fn reports_limits(s: &mut Scenario<'_, '_>) -> Verification {
    let status = s.status()?;
    let (min, max) = (s.pool().setup().min_size, s.max());
    let seen = format!("`status` shows max_size {} and min_size {}", status.max_size, status.min_size);
    Stop::unless(status.max_size == max, format!("`status` shows the configured `max_size`, {max}"), &seen)?;
    let no_prefill = s.declaration().prefill == Prefill::None && status.min_size == 0;
    let expected = format!("`status` shows the configured `min_size`, {min}");
    Stop::unless(status.min_size == min || no_prefill, expected, seen)
}
