//! Wrong pools for ACCT-06.

use super::prelude::*;

pub(super) const RULE: &str = "ACCT-06";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("status-spins", &[Semaphore], Mistake::of::<StatusSpins>())
        .blocks()
        .says("`status` waits until nothing connects any more."),
    WrongPool::new("status-empty-while-connecting", &[Plain], Mistake::of::<StatusEmptyWhileConnecting>())
        .says("While something connects, the status is all zeros."),
    WrongPool::new("status-panics-after-close", &[Handoff, Actor], Mistake::of::<StatusPanicsAfterClose>())
        .says("The status of a closed pool panics."),
];

#[derive(Default)]
struct StatusSpins;

impl Deviation for StatusSpins {
    fn status(&self, read: &dyn Fn() -> Status, traffic: &Traffic) -> Status {
        help::spin_until(|| traffic.connecting() == 0);
        read()
    }
}

#[derive(Default)]
struct StatusEmptyWhileConnecting;

impl Deviation for StatusEmptyWhileConnecting {
    fn status(&self, read: &dyn Fn() -> Status, traffic: &Traffic) -> Status {
        if traffic.connecting() > 0 { Status::default() } else { read() }
    }
}

#[derive(Default)]
struct StatusPanicsAfterClose;

impl Deviation for StatusPanicsAfterClose {
    fn status(&self, read: &dyn Fn() -> Status, _traffic: &Traffic) -> Status {
        let status = read();
        assert!(!status.closed, "the pool is closed");
        status
    }
}
