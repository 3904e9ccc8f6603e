//! Wrong pools for CANC-01.

use super::prelude::*;

pub(super) const RULE: &str = "CANC-01";

pub(super) const WRONG: &[WrongPool] =
    &[WrongPool::new("acts-before-first-poll", &[Handoff, Plain], Mistake::of::<ActsBeforeFirstPoll>())
        .says("`acquire` reserves or queues when it is called, and not when it is polled.")];

#[derive(Default)]
struct ActsBeforeFirstPoll;

impl Deviation for ActsBeforeFirstPoll {
    fn acts_before_first_poll(&self) -> bool {
        true
    }
}
