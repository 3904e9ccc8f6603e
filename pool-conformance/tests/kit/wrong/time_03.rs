//! Wrong pools for TIME-03.

use super::prelude::*;

pub(super) const RULE: &str = "TIME-03";

pub(super) const WRONG: &[WrongPool] = &[WrongPool::new(
    "timeout-keeps-place",
    &[Semaphore, Handoff, Plain],
    Mistake::of::<TimeoutKeepsPlace>(),
)
.says("An acquire that comes to its limit while it connects keeps its place for ever.")];

#[derive(Default)]
struct TimeoutKeepsPlace(Expiry);

#[async_trait]
impl Deviation for TimeoutKeepsPlace {
    fn build(&mut self, config: &mut Config) {
        self.0 = Expiry::instead_of(config);
    }

    async fn acquire(&self, honest: Call<'_>) -> Result<(), PoolError> {
        self.0.cover(honest).await
    }

    fn place_freed(&self, _place: &Place) -> Fate {
        if self.0.is_now() { Fate::Lost } else { Fate::Free }
    }
}
