//! The limit of an acquire.

use std::time::Duration;

use crate::{
    model::{Actor, Verification},
    scenario::Scenario,
    sim::Conduct,
};

/// Limits to ask for: a pool that has one of its own making keeps to one of them at most.
pub(crate) const LIMITS: [Duration; 2] = [Duration::from_secs(3), Duration::from_secs(30)];

/// How much later than its limit an acquire may fail, and how long before it must not.
pub(crate) const SLACK: Duration = Duration::from_millis(500);

/// An initialised pool with this limit.
pub(crate) fn open(s: &mut Scenario<'_, '_>, max: usize, limit: Duration) -> Verification {
    s.build_with(0, max, |setup| setup.acquire_timeout = Some(limit))?;
    s.init()
}

/// Lets time pass until that moment of the run.
pub(crate) fn pass_until(s: &mut Scenario<'_, '_>, moment: Duration) {
    let time = moment.saturating_sub(s.trace().elapsed());
    s.wait_for_limits(|s| s.advance(time));
}

/// That an acquire has settled when its limit has passed, either way.
pub(crate) fn settles_in_time(
    s: &mut Scenario<'_, '_>,
    client: Actor,
    due: Duration,
    what: &str,
) -> Verification {
    pass_until(s, due + SLACK);
    s.expect_settled(client, &format!("{what} settles within the limit of the acquire"))
}
