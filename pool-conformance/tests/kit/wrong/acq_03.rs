//! Wrong pools for ACQ-03.

use super::prelude::*;

pub(super) const RULE: &str = "ACQ-03";

pub(super) const WRONG: &[WrongPool] =
    &[WrongPool::new("reserves-one", &[Handoff, Actor, Plain], Mistake::ReservesOne)
        .says("An off-by-one keeps the last place of a pool of several free for ever.")];
