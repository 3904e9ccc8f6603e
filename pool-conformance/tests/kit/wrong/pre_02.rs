//! Wrong pools for PRE-02.

use super::prelude::*;

pub(super) const RULE: &str = "PRE-02";

pub(super) const WRONG: &[WrongPool] =
    &[WrongPool::new("accepts-nonsense", &[Semaphore, Plain], Mistake::of::<AcceptsNonsense>())
        .says("Nobody looks at the sizes.")];

#[derive(Default)]
struct AcceptsNonsense;

impl Deviation for AcceptsNonsense {
    fn build(&mut self, config: &mut Config) {
        config.unchecked = true;
    }
}
