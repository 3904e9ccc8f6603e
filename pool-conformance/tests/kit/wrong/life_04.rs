//! Wrong pools for LIFE-04.

use super::prelude::*;

pub(super) const RULE: &str = "LIFE-04";

pub(super) const WRONG: &[WrongPool] =
    &[WrongPool::new("acquire-after-close-works", &[Semaphore, Plain], Mistake::AcquireAfterCloseWorks)
        .says("`acquire` does not look whether the pool is closed.")];
