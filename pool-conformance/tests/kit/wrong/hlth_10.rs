//! Wrong pools for HLTH-10.

use std::time::Duration;

use super::prelude::*;

pub(super) const RULE: &str = "HLTH-10";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("no-limit-is-over", &[Semaphore, Handoff, Actor, Plain], Mistake::of::<NoLimitIsOver>())
        .says("An idle limit that is not set is read as one of no time at all."),
    WrongPool::new("only-seconds-of-limit", &[Semaphore, Plain], Mistake::of::<OnlySecondsOfLimit>())
        .says("Of an idle limit only the seconds are used, and not the minutes."),
    WrongPool::new("idle-while-in-use", &[Handoff, Actor], Mistake::of::<IdleWhileInUse>())
        .says("The time of lying idle runs on while a connection is in use."),
];

#[derive(Default)]
struct NoLimitIsOver;

impl Deviation for NoLimitIsOver {
    fn is_stale(&self, dates: Dates, config: &Config) -> bool {
        dates.returned.elapsed() > config.idle_timeout.unwrap_or_default()
    }
}

#[derive(Default)]
struct OnlySecondsOfLimit;

impl Deviation for OnlySecondsOfLimit {
    fn is_stale(&self, dates: Dates, config: &Config) -> bool {
        let seconds = |limit: Duration| Duration::from_secs(limit.as_secs() % 60);
        dates.are_over(&Config { idle_timeout: config.idle_timeout.map(seconds), ..*config })
    }
}

#[derive(Default)]
struct IdleWhileInUse;

impl Deviation for IdleWhileInUse {
    fn is_stale(&self, dates: Dates, config: &Config) -> bool {
        Dates { returned: dates.opened, ..dates }.are_over(config)
    }
}
