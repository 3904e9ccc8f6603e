//! Wrong pools for ACCT-04.

use super::prelude::*;

pub(super) const RULE: &str = "ACCT-04";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("broken-buried-alive", &[Semaphore, Handoff], Mistake::BrokenBuriedAlive).says(
        "Broken connections are put aside for the next acquire to end, and after `close` there is none.",
    ),
    WrongPool::new("late-return-leaks", &[Actor, Plain], Mistake::LateReturnLeaks)
        .says("A connection that comes back after `close` is put where nobody looks any more."),
];
