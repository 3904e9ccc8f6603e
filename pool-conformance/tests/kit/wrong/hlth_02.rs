//! Wrong pools for HLTH-02.

use super::prelude::*;

pub(super) const RULE: &str = "HLTH-02";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("checks-nothing", &[Semaphore, Handoff], Mistake::ChecksNothing)
        .says("The setting that asks for checks is kept, and never looked at."),
    WrongPool::new("failed-check-is-reported", &[Actor, Plain], Mistake::FailedCheckIsReported)
        .says("A check that fails is the error of the acquire, and the connection goes back."),
    WrongPool::new("slow-check-goes-back", &[Semaphore, Handoff, Actor, Plain], Mistake::SlowCheckGoesBack)
        .says("A connection whose check outlasts the limit goes back like any other."),
];
