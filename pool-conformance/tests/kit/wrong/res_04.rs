//! Wrong pools for RES-04.

use super::prelude::*;
use crate::pools::policy::Prefill;

pub(super) const RULE: &str = "RES-04";

const KEPT_UP: Policy = Policy { prefill: Prefill::Kept, ..Policy::USUAL };

pub(super) const WRONG: &[WrongPool] =
    &[WrongPool::new("sweeper-looks-now-and-then", &[Semaphore], Mistake::NONE)
        .undeclared(KEPT_UP)
        .says("The sweeper looks every half a minute, whether anything is open or not.")];
