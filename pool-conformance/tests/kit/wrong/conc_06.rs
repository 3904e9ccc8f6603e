//! Wrong pools for CONC-06.

use std::future::poll_fn;

use super::prelude::*;

pub(super) const RULE: &str = "CONC-06";

pub(super) const WRONG: &[WrongPool] =
    &[WrongPool::new("polls-over-and-over", &[Semaphore, Plain], Mistake::of::<PollsOverAndOver>())
        .says("An acquire that is not served asks to be polled again at once.")];

#[derive(Default)]
struct PollsOverAndOver;

#[async_trait]
impl Deviation for PollsOverAndOver {
    async fn acquire(&self, mut honest: Call<'_>) -> Result<(), PoolError> {
        poll_fn(|cx| {
            let polled = honest.as_mut().poll(cx);
            if polled.is_pending() {
                cx.waker().wake_by_ref();
            }
            polled
        })
        .await
    }
}
