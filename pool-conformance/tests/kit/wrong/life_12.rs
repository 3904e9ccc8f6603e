//! Wrong pools for LIFE-12.

use super::prelude::*;

pub(super) const RULE: &str = "LIFE-12";

pub(super) const WRONG: &[WrongPool] = &[WrongPool::new(
    "late-connect-is-parked",
    &[Semaphore, Handoff, Plain],
    Mistake::of::<LateConnectIsParked>(),
)
.says("An acquire whose connect ends after `close` fails, and makes its connection idle.")];

#[derive(Default)]
struct LateConnectIsParked;

impl Deviation for LateConnectIsParked {
    fn keeps(&self, returned: Returned, closed: bool) -> bool {
        !closed || returned == Returned::Opened
    }
}
