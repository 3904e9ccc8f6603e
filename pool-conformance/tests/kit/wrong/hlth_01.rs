//! Wrong pools for HLTH-01.

use super::prelude::*;

pub(super) const RULE: &str = "HLTH-01";

pub(super) const WRONG: &[WrongPool] = &[WrongPool::new(
    "never-asks-whether-broken",
    &[Semaphore, Handoff, Actor, Plain],
    Mistake::of::<NeverAsks>(),
)
.says("What comes back is lent again: `has_broken` is never asked.")];

#[derive(Default)]
struct NeverAsks;

impl Deviation for NeverAsks {
    fn asks_whether_broken(&self) -> bool {
        false
    }
}
