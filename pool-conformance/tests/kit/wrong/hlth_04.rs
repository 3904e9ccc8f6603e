//! Wrong pools for HLTH-04.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use super::prelude::*;

pub(super) const RULE: &str = "HLTH-04";

pub(super) const WRONG: &[WrongPool] = &[WrongPool::new(
    "second-dead-one-is-reported",
    &[Handoff, Actor, Plain],
    Mistake::of::<SecondIsReported>(),
)
.says("An acquire goes past one connection that fails its check, and reports the second.")];

#[derive(Default)]
struct SecondIsReported {
    failed: AtomicUsize,
}

impl Deviation for SecondIsReported {
    fn reports_failed_check(&self) -> bool {
        self.failed.fetch_add(1, SeqCst) % 2 == 1
    }
}
