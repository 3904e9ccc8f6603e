//! Wrong pools for ACCT-07.

use super::prelude::*;

pub(super) const RULE: &str = "ACCT-07";

pub(super) const WRONG: &[WrongPool] =
    &[WrongPool::new("idle-of-another-moment", &[Semaphore, Handoff], Mistake::of::<IdleOfAnotherMoment>())
        .extended()
        .says("While a connect runs, everything that is open counts as idle, whoever holds it.")];

#[derive(Default)]
struct IdleOfAnotherMoment;

impl Deviation for IdleOfAnotherMoment {
    fn status(&self, read: &dyn Fn() -> Status, traffic: &Traffic) -> Status {
        let mut status = read();
        if traffic.connecting() > 0 {
            status.idle = status.size;
        }
        status
    }
}
