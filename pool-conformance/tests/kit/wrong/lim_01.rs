//! Wrong pools for LIM-01.

use super::prelude::*;

pub(super) const RULE: &str = "LIM-01";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("queue-holds-one-more", &[Handoff, Plain], Mistake::of::<QueueHoldsOneMore>())
        .extended()
        .says("The queue is found full only when there is one more in it than there may be."),
    WrongPool::new("full-queue-is-a-timeout", &[Handoff, Plain], Mistake::of::<FullQueueIsATimeout>())
        .extended()
        .says("An acquire that may not queue fails as one that has waited."),
];

#[derive(Default)]
struct QueueHoldsOneMore;

impl Deviation for QueueHoldsOneMore {
    fn may_queue(&self, queued: usize, limit: Option<usize>) -> bool {
        limit.is_none_or(|limit| queued <= limit)
    }
}

#[derive(Default)]
struct FullQueueIsATimeout;

impl Deviation for FullQueueIsATimeout {
    fn refusal(&self) -> PoolError {
        PoolError::Timeout
    }
}
