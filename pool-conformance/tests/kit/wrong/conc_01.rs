//! Wrong pools for CONC-01.

use super::prelude::*;

pub(super) const RULE: &str = "CONC-01";

pub(super) const WRONG: &[WrongPool] =
    &[WrongPool::new("bound-to-its-thread", &[Semaphore, Plain], Mistake::BoundToItsThread)
        .says("The pool can only be used on the thread on which it was built.")];
