//! Wrong pools for LIFE-07.

use super::prelude::*;

pub(super) const RULE: &str = "LIFE-07";

pub(super) const WRONG: &[WrongPool] =
    &[WrongPool::new("one-closer-is-told", &[Handoff, Plain], Mistake::OneCloserIsTold)
        .says("Of all who wait for the end of a `close`, one is told.")];
