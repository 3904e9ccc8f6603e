//! Wrong pools for ERR-11.

use super::prelude::*;

pub(super) const RULE: &str = "ERR-11";

pub(super) const WRONG: &[WrongPool] =
    &[WrongPool::new("fills-before-it-lends", &[Semaphore, Plain], Mistake::of::<FillsBeforeItLends>())
        .says("An acquire first makes up the least size, and fails if that does.")];

#[derive(Default)]
struct FillsBeforeItLends;

impl Deviation for FillsBeforeItLends {
    fn fills_before_acquire(&self) -> bool {
        true
    }

    fn init_again(&self) -> Again {
        Again::Fills
    }
}
