//! Wrong pools for CANC-07.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

use tokio::sync::Notify;

use super::prelude::*;

pub(super) const RULE: &str = "CANC-07";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new(
        "dropped-release-keeps-place",
        &[Semaphore, Handoff],
        Mistake::of::<DroppedReleaseKeepsPlace>(),
    )
    .policy(Policy { release: Release::Awaited, ..Policy::USUAL })
    .says("The place is freed after the connection has been ended, in the line after the await."),
    WrongPool::new("one-release-at-a-time", &[Actor], Mistake::of::<OneReleaseAtATime>())
        .says("A flag keeps two releases apart, and one that is dropped leaves it set."),
];

#[derive(Default)]
struct DroppedReleaseKeepsPlace;

impl Deviation for DroppedReleaseKeepsPlace {
    fn place_freed(&self, place: &Place) -> Fate {
        if place.stage == Stage::Ending { Fate::Lost } else { Fate::Free }
    }
}

#[derive(Default)]
struct OneReleaseAtATime {
    busy: AtomicBool,
    done: Notify,
}

#[async_trait]
impl Deviation for OneReleaseAtATime {
    async fn release(&self, honest: Call<'_>) -> Result<(), PoolError> {
        while self.busy.swap(true, SeqCst) {
            self.done.notified().await;
        }
        let released = honest.await;
        self.busy.store(false, SeqCst);
        self.done.notify_one();
        released
    }
}
