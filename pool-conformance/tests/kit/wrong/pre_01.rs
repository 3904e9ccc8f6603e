//! Wrong pools for PRE-01.

use super::prelude::*;

pub(super) const RULE: &str = "PRE-01";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("no-prefill", &[Semaphore, Actor], Mistake::NoPrefill).says("`init` opens nothing."),
    WrongPool::new("prefills-one-more", &[Semaphore, Plain], Mistake::PrefillsOneMore)
        .says("An off-by-one opens `min_size + 1` connections."),
    WrongPool::new("prefills-only-one", &[Handoff], Mistake::PrefillsOnlyOne)
        .says("`init` opens one connection, whatever `min_size` says."),
];
