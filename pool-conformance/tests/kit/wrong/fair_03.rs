//! Wrong pools for FAIR-03.

use super::prelude::*;

pub(super) const RULE: &str = "FAIR-03";

pub(super) const WRONG: &[WrongPool] = &[WrongPool::new("barges-for-ever", &[Plain], Mistake::NONE)
    .claims(&[Capability::FairnessBounded])
    .says("Who is woken finds what it was woken for taken again, as often as somebody is faster.")];
