//! Wrong pools for LIFE-04.

use super::prelude::*;

pub(super) const RULE: &str = "LIFE-04";

pub(super) const WRONG: &[WrongPool] = &[WrongPool::new(
    "acquire-after-close-works",
    &[Semaphore, Plain],
    Mistake::of::<AcquireAfterCloseWorks>(),
)
.says("`acquire` does not look whether the pool is closed.")];

#[derive(Default)]
struct AcquireAfterCloseWorks;

impl Deviation for AcquireAfterCloseWorks {
    fn refuses(&self, _closed: bool) -> bool {
        false
    }

    fn waiters_told(&self, _waiting: usize) -> usize {
        0
    }
}
