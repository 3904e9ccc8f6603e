//! Wrong pools for PRE-06.

use super::prelude::*;

pub(super) const RULE: &str = "PRE-06";

pub(super) const WRONG: &[WrongPool] =
    &[WrongPool::new("makes-room-for-all", &[Semaphore, Handoff], Mistake::of::<MakesRoomForAll>())
        .extended()
        .says("The list of idle connections is made with room for as many as there may be.")];

#[derive(Default)]
struct MakesRoomForAll;

impl Deviation for MakesRoomForAll {
    fn build(&mut self, config: &mut Config) {
        drop(Vec::<u64>::with_capacity(config.max_size));
    }
}
