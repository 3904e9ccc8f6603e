//! Wrong pools for ACQ-06.

use super::prelude::*;

pub(super) const RULE: &str = "ACQ-06";

pub(super) const WRONG: &[WrongPool] = &[WrongPool::new(
    "opens-while-there-is-room",
    &[Handoff, Actor, Plain],
    Mistake::of::<OpensWhileThereIsRoom>(),
)
.says("As long as there is room a new connection is opened, whatever is idle.")];

#[derive(Default)]
struct OpensWhileThereIsRoom;

impl Deviation for OpensWhileThereIsRoom {
    fn opens_before_reuse(&self) -> bool {
        true
    }
}
