//! Wrong pools for ACCT-03.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering::SeqCst},
};

use super::prelude::*;

pub(super) const RULE: &str = "ACCT-03";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("broken-stays-counted", &[Semaphore, Plain], Mistake::of::<BrokenStaysCounted>())
        .says("A connection that comes back broken is ended and counted for ever."),
    WrongPool::new(
        "cancelled-check-stays-counted",
        &[Semaphore],
        Mistake::of::<CancelledCheckStaysCounted>(),
    )
    .says("A connection whose check is cancelled is ended and counted for ever."),
    WrongPool::new("failed-check-stays-counted", &[Handoff], Mistake::of::<FailedCheckStaysCounted>())
        .says("A connection whose check fails is ended and counted for ever."),
    WrongPool::new(
        "close-given-up-stays-counted",
        &[Semaphore, Handoff],
        Mistake::of::<CloseGivenUpStaysCounted>(),
    )
    .says("A `close` that is dropped while it ends a connection leaves that connection counted for ever."),
];

#[derive(Default)]
struct BrokenStaysCounted;

impl Deviation for BrokenStaysCounted {
    fn place_freed(&self, place: &Place) -> Fate {
        if place.stage == Stage::Broken { Fate::Counted } else { Fate::Free }
    }
}

#[derive(Default)]
struct CancelledCheckStaysCounted;

impl Deviation for CancelledCheckStaysCounted {
    fn place_freed(&self, place: &Place) -> Fate {
        if place.stage == Stage::Checking { Fate::Counted } else { Fate::Free }
    }
}

#[derive(Default)]
struct FailedCheckStaysCounted;

impl Deviation for FailedCheckStaysCounted {
    fn place_freed(&self, place: &Place) -> Fate {
        if place.stage == Stage::CheckFailed { Fate::Counted } else { Fate::Free }
    }
}

#[derive(Default)]
struct CloseGivenUpStaysCounted {
    given_up: Arc<AtomicBool>,
}

/// Says that a `close` was given up, unless it came to its end.
struct Closing(Option<Arc<AtomicBool>>);

impl Drop for Closing {
    fn drop(&mut self) {
        if let Some(given_up) = &self.0 {
            given_up.store(true, SeqCst);
        }
    }
}

#[async_trait]
impl Deviation for CloseGivenUpStaysCounted {
    async fn close(&self, honest: Call<'_>) -> Result<(), PoolError> {
        let mut closing = Closing(Some(Arc::clone(&self.given_up)));
        let closed = honest.await;
        closing.0 = None;
        closed
    }

    fn status(&self, read: &dyn Fn() -> Status, _traffic: &Traffic) -> Status {
        let counted = usize::from(self.given_up.load(SeqCst));
        let mut status = read();
        (status.size, status.idle) = (status.size + counted, status.idle + counted);
        status
    }
}
