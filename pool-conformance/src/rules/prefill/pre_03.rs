//! What `init` opens, and what a pool makes of its sizes.

use std::time::Duration;

use crate::{
    model::{
        Capability, ConnectErrors, ErrorKind, Level, Prefill, Rule, Settled, Situation, Step, Stop,
        Verification,
    },
    rules::prefill::{INIT, PATIENCE, begin_failing_init},
    rules::{Definition, GENERAL, whole},
    scenario::Scenario,
    sim::Conduct,
};

pub(crate) static RULE: Definition = Definition {
    rule: Rule {
        id: "PRE-03",
        level: Level::Must,
        capability: Capability::Prefill,
        needs: &[],
        requirement: "A failing prefill ends as declared: `init` returns the connect error in bounded time, or is Ok and \
                  goes on filling in the background; never Ok and unfilled for good.",
        why: "An `init` that hides a wrong password, or hangs on it, moves the failure to the first request.",
        hints: &[
            "is the error of a prefill's `connect` returned, or only logged?",
            "is a background prefill tried again after a failure?",
        ],
        situations: &[Situation::ConnectFailed],
    },
    owns: &[],
    rank: GENERAL,
    scenario: &[whole(|s| {
        for (min, good) in [(1, 0), (3, 0), (3, 2)] {
            begin_failing_init(s, min, good)?;
            if s.declaration().prefill == Prefill::Background {
                fills_once_healed(s, min)?;
            } else {
                reports_the_failure(s)?;
                fills_when_tried_again(s, min)?;
            }
        }
        Ok(())
    })],
};

/// A second `init`, on a manager that is well again, has nothing of the first to be content with. That it may be refused, and
/// what is then to be so, is PRE-05's matter.
fn fills_when_tried_again(s: &mut Scenario<'_, '_>, min: usize) -> Verification {
    s.perform(Step::Heal);
    let again = s.new_init();
    s.start(again);
    if s.settled(again) != Some(&Settled::Done) {
        return Ok(());
    }
    let expected = "an `init` that succeeds after one that failed has filled the pool";
    Stop::unless(
        s.trace().live() >= min,
        expected,
        format!("{again} is done, and {} of {min} are open", s.trace().live()),
    )
}

fn reports_the_failure(s: &Scenario<'_, '_>) -> Verification {
    let late = s.declaration().connect_errors == ConnectErrors::UntilDeadline;
    let kinds: &[ErrorKind] =
        if late { &[ErrorKind::Connect, ErrorKind::Timeout] } else { &[ErrorKind::Connect] };
    s.expect_error(INIT, kinds, "an `init` whose prefill cannot connect fails with Connect")
}

fn fills_once_healed(s: &mut Scenario<'_, '_>, min: usize) -> Verification {
    s.expect_done(INIT, "`init` is Ok at once, the prefill being declared to happen in the background")?;
    s.advance(Duration::from_secs(1));
    s.perform(Step::Heal);
    s.advance(PATIENCE);
    let expected = format!("once the manager is well, the background prefill reaches {min} connections");
    Stop::unless(s.trace().live() >= min, expected, format!("{} are open", s.trace().live()))
}
