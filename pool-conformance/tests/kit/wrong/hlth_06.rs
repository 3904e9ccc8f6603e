//! Wrong pools for HLTH-06.

use super::prelude::*;

pub(super) const RULE: &str = "HLTH-06";

pub(super) const WRONG: &[WrongPool] =
    &[WrongPool::new("idle-limit-needs-lifetime", &[Semaphore, Handoff], Mistake::of::<NeedsLifetime>())
        .says("The idle limit is looked at only where a lifetime is set as well.")];

#[derive(Default)]
struct NeedsLifetime;

impl Deviation for NeedsLifetime {
    fn is_stale(&self, dates: Dates, config: &Config) -> bool {
        config.max_lifetime.is_some() && dates.are_over(config)
    }
}
