//! Wrong pools for PRE-01.

use super::prelude::*;

pub(super) const RULE: &str = "PRE-01";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("no-prefill", &[Semaphore, Actor], Mistake::of::<NoPrefill>())
        .says("`init` opens nothing."),
    WrongPool::new("prefills-one-more", &[Semaphore, Plain], Mistake::of::<PrefillsOneMore>())
        .says("An off-by-one opens `min_size + 1` connections."),
    WrongPool::new("prefills-only-one", &[Handoff], Mistake::of::<PrefillsOnlyOne>())
        .says("`init` opens one connection, whatever `min_size` says."),
];

#[derive(Default)]
struct NoPrefill;

impl Deviation for NoPrefill {
    fn wants_another(&self, _fill: Prefilling) -> bool {
        false
    }
}

#[derive(Default)]
struct PrefillsOneMore;

impl Deviation for PrefillsOneMore {
    fn wants_another(&self, fill: Prefilling) -> bool {
        fill.taken < fill.min_size + 1
    }
}

#[derive(Default)]
struct PrefillsOnlyOne;

impl Deviation for PrefillsOnlyOne {
    fn wants_another(&self, fill: Prefilling) -> bool {
        fill.taken < fill.min_size.min(1)
    }
}
