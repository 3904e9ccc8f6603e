//! The limit of an acquire.

mod hanging;
mod waiting;

use std::time::Duration;

pub(crate) use self::{hanging::TIME_02, waiting::TIME_01};
use crate::{
    rule::Check,
    world::{Actor, World},
};

/// Limits to ask for: a pool that has one of its own making keeps to one of them at most.
const LIMITS: [Duration; 2] = [Duration::from_secs(3), Duration::from_secs(30)];
/// How much later than its limit an acquire may fail, and how long before it must not.
const SLACK: Duration = Duration::from_millis(500);

/// An initialised pool with this limit.
fn open(w: &mut World<'_>, max: usize, limit: Duration) -> Check {
    w.build_with(0, max, |setup| setup.acquire_timeout = Some(limit))?;
    w.init()
}

/// Lets time pass until that moment of the world.
fn pass_until(w: &mut World<'_>, moment: Duration) {
    let time = moment.saturating_sub(w.now());
    w.wait_for_limits(|w| w.advance(time));
}

/// That an acquire has settled when its limit has passed, either way.
fn settles_in_time(w: &mut World<'_>, client: Actor, due: Duration, what: &str) -> Check {
    pass_until(w, due + SLACK);
    w.expect_settled(client, &format!("{what} settles within the limit of the acquire"))
}
