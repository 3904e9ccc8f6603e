//! Wrong pools for FAIR-04.

use super::prelude::*;

pub(super) const RULE: &str = "FAIR-04";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("lends-the-oldest-first", &[Semaphore, Plain], Mistake::NONE)
        .undeclared(Policy { idle: IdleOrder::Fifo, ..Policy::USUAL })
        .extended()
        .says("The connection that has been idle longest is lent, where the pool promises the one that came back last."),
    WrongPool::new("lends-the-newest-first", &[Handoff, Actor], Mistake::NONE)
        .policy(Policy { idle: IdleOrder::Fifo, ..Policy::USUAL })
        .undeclared(Policy::USUAL)
        .extended()
        .says("The connection that came back last is lent, where the pool promises the one that has been idle longest."),
];
