//! Wrong pools for PRE-04.

use super::prelude::*;

pub(super) const RULE: &str = "PRE-04";

pub(super) const WRONG: &[WrongPool] = &[WrongPool::new(
    "failed-prefill-keeps-opened",
    &[Semaphore, Plain],
    Mistake::of::<FailedPrefillKeepsOpened>(),
)
.says("What a failing `init` has opened stays in the pool.")];

#[derive(Default)]
struct FailedPrefillKeepsOpened;

impl Deviation for FailedPrefillKeepsOpened {
    fn keeps_failed_prefill(&self) -> bool {
        true
    }
}
