//! Wrong pools for REL-02.

use std::time::Duration;

use super::prelude::*;

pub(super) const RULE: &str = "REL-02";

const AWAITED: Policy = Policy { release: Release::Awaited, ..Policy::USUAL };

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("releases-in-task", &[Semaphore, Handoff], Mistake::of::<ReleasesInTask>())
        .policy(AWAITED)
        .says("A task ends what comes back broken, and frees its place after that; `release` does not wait for the task."),
    WrongPool::new("releases-later", &[Actor, Plain], Mistake::of::<ReleasesLater>())
        .says("What is released comes back a moment later, to be reused by the same user if that is quick."),
];

#[derive(Default)]
struct ReleasesInTask;

impl Deviation for ReleasesInTask {
    fn releases_later(&self) -> Option<Duration> {
        Some(Duration::ZERO)
    }
}

#[derive(Default)]
struct ReleasesLater;

impl Deviation for ReleasesLater {
    fn releases_later(&self) -> Option<Duration> {
        Some(Duration::from_millis(5))
    }
}
