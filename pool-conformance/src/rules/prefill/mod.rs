//! What `init` opens, and what a pool makes of its sizes.

use std::time::Duration;

use crate::{
    model::{Actor, Behaviour, Call, ConnectErrors, Step, Verification},
    scenario::Scenario,
    sim::Conduct,
};

/// How long, in virtual time, a background prefill may take, and a pool that retries may try.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5 * 60);

pub(crate) const INIT: Actor = Actor::Init(0);

/// Starts an `init` of which so many connects are good, and every further one fails.
pub(crate) fn begin_failing_init(s: &mut Scenario<'_, '_>, min: usize, good: usize) -> Verification {
    s.build(min, min + 1)?;
    for _ in 0..good {
        s.perform(Step::Next(Call::Connect, Behaviour::Succeed));
    }
    s.perform(Step::Always(Call::Connect, Behaviour::Fail));
    s.start(INIT);
    if s.declaration().connect_errors == ConnectErrors::UntilDeadline {
        s.wait_for(INIT, PATIENCE);
    }
    Ok(())
}
