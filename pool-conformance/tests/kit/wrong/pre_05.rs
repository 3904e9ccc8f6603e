//! Wrong pools for PRE-05.

use std::mem::ManuallyDrop;

use tokio::sync::Mutex;

use super::prelude::*;

pub(super) const RULE: &str = "PRE-05";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new(
        "cancelled-init-keeps-places",
        &[Semaphore, Handoff],
        Mistake::of::<CancelledInitKeepsPlaces>(),
    )
    .says("A cancelled `init` keeps the places that it was about to fill."),
    WrongPool::new("failed-init-stays-busy", &[Plain], Mistake::of::<FailedInitStaysBusy>())
        .says("An `init` that did not succeed counts as running for ever."),
];

#[derive(Default)]
struct CancelledInitKeepsPlaces;

impl Deviation for CancelledInitKeepsPlaces {
    fn place_freed(&self, place: &Place) -> Fate {
        if place.stage == Stage::Prefilling { Fate::Lost } else { Fate::Free }
    }
}

#[derive(Default)]
struct FailedInitStaysBusy {
    running: Mutex<()>,
}

#[async_trait]
impl Deviation for FailedInitStaysBusy {
    async fn init(&self, honest: Call<'_>) -> Result<(), PoolError> {
        let running = ManuallyDrop::new(self.running.lock().await);
        honest.await?;
        drop(ManuallyDrop::into_inner(running));
        Ok(())
    }
}
