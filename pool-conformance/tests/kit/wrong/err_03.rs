//! Wrong pools for ERR-03.

use super::prelude::*;

pub(super) const RULE: &str = "ERR-03";

pub(super) const WRONG: &[WrongPool] =
    &[WrongPool::new("error-becomes-text", &[Semaphore, Handoff, Actor], Mistake::ErrorBecomesText)
        .says("The error of a connect is passed on as its text.")];
