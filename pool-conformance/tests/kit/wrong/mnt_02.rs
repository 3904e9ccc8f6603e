//! Wrong pools for MNT-02.

use super::prelude::*;
use crate::pools::policy::Prefill;

pub(super) const RULE: &str = "MNT-02";

const KEPT_UP: Policy = Policy { prefill: Prefill::Kept, ..Policy::USUAL };

pub(super) const WRONG: &[WrongPool] =
    &[WrongPool::new("sweeper-ends-the-last", &[Semaphore, Actor], Mistake::of::<SweeperEndsTheLast>())
        .policy(KEPT_UP)
        .says("Whatever is idle too long is ended, and opened again where `min_size` asks for it.")];

#[derive(Default)]
struct SweeperEndsTheLast;

impl Deviation for SweeperEndsTheLast {
    fn spares_the_last(&self) -> bool {
        false
    }
}
