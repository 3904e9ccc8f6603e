//! Wrong pools for ACQ-04.

use super::prelude::*;

pub(super) const RULE: &str = "ACQ-04";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("full-is-timeout", &[Semaphore, Plain], Mistake::of::<FullIsTimeout>())
        .undeclared(Policy { full: WhenFull::Fail, ..Policy::USUAL })
        .says("A full pool tries once and reports a timeout."),
    WrongPool::new("full-opens-one-more", &[Handoff, Actor], Mistake::of::<FullOpensOneMore>())
        .says("An off-by-one opens one more in a full pool."),
    WrongPool::new("waits-only-once", &[Plain], Mistake::of::<WaitsOnlyOnce>())
        .says("A waiter that is woken and finds that a newcomer was faster gives up."),
];

#[derive(Default)]
struct FullIsTimeout;

#[async_trait]
impl Deviation for FullIsTimeout {
    async fn acquire(&self, honest: Call<'_>) -> Result<(), PoolError> {
        honest.await.map_err(|error| match error {
            PoolError::Exhausted => PoolError::Timeout,
            other => other,
        })
    }
}

#[derive(Default)]
struct FullOpensOneMore;

impl Deviation for FullOpensOneMore {
    fn has_room(&self, taken: usize, _connecting: usize, max_size: usize) -> bool {
        taken < max_size + 1
    }
}

#[derive(Default)]
struct WaitsOnlyOnce;

impl Deviation for WaitsOnlyOnce {
    fn gives_up(&self, woken_in_vain: bool) -> Option<PoolError> {
        woken_in_vain.then_some(PoolError::Exhausted)
    }
}
