//! Wrong pools for ACQ-07.

use super::prelude::*;

pub(super) const RULE: &str = "ACQ-07";

pub(super) const WRONG: &[WrongPool] =
    &[WrongPool::new("opens-a-spare", &[Semaphore, Handoff], Mistake::of::<OpensASpare>())
        .says("Whenever none is left idle, one more is opened for the next.")];

#[derive(Default)]
struct OpensASpare;

impl Deviation for OpensASpare {
    fn opens_spare(&self) -> bool {
        true
    }
}
