//! Wrong pools for ACQ-10.

use super::prelude::*;

pub(super) const RULE: &str = "ACQ-10";

pub(super) const WRONG: &[WrongPool] =
    &[WrongPool::new("keeps-first-waker", &[Handoff, Plain], Mistake::KeepsFirstWaker)
        .says("The waker of the first poll is kept.")];
