//! Wrong pools for ACCT-02.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use super::prelude::*;

pub(super) const RULE: &str = "ACCT-02";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("failure-uncounts", &[Handoff], Mistake::of::<FailureUncounts>())
        .says("A connect that fails while another waits is subtracted from what never counted it."),
    WrongPool::new("waiters-make-idle-negative", &[Handoff, Plain], Mistake::of::<WaitersMakeIdleNegative>())
        .says("The idle number is computed from one that counts waiters as users, and wraps."),
    WrongPool::new("status-reads-twice", &[Semaphore], Mistake::of::<StatusReadsTwice>())
        .race()
        .says("The status is the difference of numbers that were read one after the other."),
];

#[derive(Default)]
struct FailureUncounts {
    slips: AtomicUsize,
}

impl Deviation for FailureUncounts {
    fn connect_failed(&self, traffic: &Traffic) {
        self.slips.fetch_add(usize::from(traffic.waiting() > 0), SeqCst);
    }

    fn status(&self, read: &dyn Fn() -> Status, _traffic: &Traffic) -> Status {
        let mut status = read();
        status.in_use = status.in_use.wrapping_sub(self.slips.load(SeqCst));
        status
    }
}

#[derive(Default)]
struct WaitersMakeIdleNegative;

impl Deviation for WaitersMakeIdleNegative {
    fn status(&self, read: &dyn Fn() -> Status, traffic: &Traffic) -> Status {
        let mut status = read();
        status.idle = status.size.wrapping_sub(status.in_use + traffic.waiting());
        status
    }
}

#[derive(Default)]
struct StatusReadsTwice;

impl Deviation for StatusReadsTwice {
    fn status(&self, read: &dyn Fn() -> Status, _traffic: &Traffic) -> Status {
        let mut status = read();
        help::dawdle();
        status.idle = read().idle;
        status.in_use = status.size.wrapping_sub(status.idle);
        status
    }
}
