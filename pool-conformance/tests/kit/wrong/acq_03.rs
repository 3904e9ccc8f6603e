//! Wrong pools for ACQ-03.

use super::prelude::*;

pub(super) const RULE: &str = "ACQ-03";

pub(super) const WRONG: &[WrongPool] =
    &[WrongPool::new("reserves-one", &[Handoff, Actor, Plain], Mistake::of::<ReservesOne>())
        .says("An off-by-one keeps the last place of a pool of several free for ever.")];

#[derive(Default)]
struct ReservesOne;

impl Deviation for ReservesOne {
    fn has_room(&self, taken: usize, _connecting: usize, max_size: usize) -> bool {
        taken < (max_size - 1).max(1)
    }
}
