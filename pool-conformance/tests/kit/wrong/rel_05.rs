//! Wrong pools for REL-05.

use std::thread;

use super::prelude::*;

pub(super) const RULE: &str = "REL-05";

pub(super) const WRONG: &[WrongPool] = &[WrongPool::new(
    "unwinding-keeps-place",
    &[Semaphore, Handoff, Actor, Plain],
    Mistake::of::<UnwindingKeepsPlace>(),
)
.says("A guard that is dropped by a panic keeps its place.")];

#[derive(Default)]
struct UnwindingKeepsPlace;

impl Deviation for UnwindingKeepsPlace {
    fn place_freed(&self, place: &Place) -> Fate {
        let lent = matches!(place.stage, Stage::Lent | Stage::Released | Stage::Broken);
        if lent && thread::panicking() { Fate::Lost } else { Fate::Free }
    }
}
