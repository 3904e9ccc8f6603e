//! Wrong pools for LIFE-02.

use super::prelude::*;

pub(super) const RULE: &str = "LIFE-02";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("second-init-fills-again", &[Semaphore, Handoff], Mistake::of::<SecondInitFillsAgain>())
        .says("Nothing stops a second `init` from filling the pool once more."),
    WrongPool::new("concurrent-inits-both-fill", &[Plain], Mistake::of::<ConcurrentInitsBothFill>())
        .says("`init` is marked as done when it is done, so that two at once both fill."),
    WrongPool::new("second-init-starts-over", &[Actor], Mistake::of::<SecondInitStartsOver>())
        .says("A second `init` throws away what is idle and begins anew."),
];

#[derive(Default)]
struct SecondInitFillsAgain;

impl Deviation for SecondInitFillsAgain {
    fn init_again(&self) -> Again {
        Again::Fills
    }

    fn wants_another(&self, fill: Prefilling) -> bool {
        fill.opened < fill.min_size
    }
}

#[derive(Default)]
struct ConcurrentInitsBothFill;

impl Deviation for ConcurrentInitsBothFill {
    fn init_again(&self) -> Again {
        Again::Beside
    }

    fn wants_another(&self, fill: Prefilling) -> bool {
        fill.idle + fill.opened < fill.min_size
    }
}

#[derive(Default)]
struct SecondInitStartsOver;

impl Deviation for SecondInitStartsOver {
    fn init_again(&self) -> Again {
        Again::StartsOver
    }
}
