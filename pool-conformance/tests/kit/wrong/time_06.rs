//! Wrong pools for TIME-06.

use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use super::prelude::*;

pub(super) const RULE: &str = "TIME-06";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("deadline-overflows", &[Semaphore, Handoff], Mistake::of::<DeadlineOverflows>())
        .says("The deadline of an acquire is computed with `+`."),
    WrongPool::new("limit-in-small-numbers", &[Plain], Mistake::of::<LimitInSmallNumbers>())
        .says("The limit is kept in tenths of a second, in a number of 16 bits."),
];

#[derive(Default)]
struct DeadlineOverflows {
    limit: Option<Duration>,
}

#[async_trait]
impl Deviation for DeadlineOverflows {
    fn build(&mut self, config: &mut Config) {
        self.limit = config.acquire_timeout;
    }

    async fn acquire(&self, honest: Call<'_>) -> Result<(), PoolError> {
        match self.limit {
            Some(limit) => {
                timeout_at(Instant::now() + limit, honest).await.unwrap_or(Err(PoolError::Timeout))
            }
            None => honest.await,
        }
    }
}

#[derive(Default)]
struct LimitInSmallNumbers;

impl Deviation for LimitInSmallNumbers {
    fn build(&mut self, config: &mut Config) {
        config.acquire_timeout = config.acquire_timeout.map(|limit| {
            let [.., high, low] = (limit.as_millis() / 100).to_be_bytes();
            Duration::from_millis(u64::from(u16::from_be_bytes([high, low])) * 100)
        });
    }
}
