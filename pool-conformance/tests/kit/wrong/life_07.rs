//! Wrong pools for LIFE-07.

use tokio::sync::{Mutex, Notify};

use super::prelude::*;

pub(super) const RULE: &str = "LIFE-07";

pub(super) const WRONG: &[WrongPool] =
    &[WrongPool::new("one-closer-is-told", &[Handoff, Plain], Mistake::of::<OneCloserIsTold>())
        .says("Of all who wait for the end of a `close`, one is told.")];

#[derive(Default)]
struct OneCloserIsTold {
    closing: Mutex<()>,
    done: Notify,
}

#[async_trait]
impl Deviation for OneCloserIsTold {
    async fn close(&self, honest: Call<'_>) -> Result<(), PoolError> {
        let Ok(_turn) = self.closing.try_lock() else {
            self.done.notified().await;
            return Ok(());
        };
        let result = honest.await;
        self.done.notify_one();
        result
    }
}
