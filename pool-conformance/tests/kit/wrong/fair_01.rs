//! Wrong pools for FAIR-01.

use super::prelude::*;

pub(super) const RULE: &str = "FAIR-01";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("newest-waiter-first", &[Handoff, Actor], Mistake::NewestWaiterFirst)
        .says("The waiters are kept on a stack."),
    WrongPool::new("any-waiter-first", &[Handoff], Mistake::AnyWaiterFirst)
        .says("The waiters are kept in a set, and whichever it yields is served."),
];
