//! Wrong pools for MNT-03.

use super::prelude::*;

pub(super) const RULE: &str = "MNT-03";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("raised-bound-wakes-nobody", &[Handoff, Plain], Mistake::of::<RaisedBoundWakesNobody>())
        .extended()
        .says("Who waits when the bound is raised goes on waiting for a connection in use."),
    WrongPool::new("lowered-bound-never-holds", &[Handoff, Plain], Mistake::of::<LoweredBoundNeverHolds>())
        .extended()
        .says("What comes back while too many are open is kept, so that the old bound stays."),
    WrongPool::new("bound-of-nothing", &[Handoff, Plain], Mistake::of::<BoundOfNothing>())
        .extended()
        .says("Any bound is accepted, zero included."),
];

#[derive(Default)]
struct RaisedBoundWakesNobody;

impl Deviation for RaisedBoundWakesNobody {
    fn tells_of_room(&self) -> bool {
        false
    }
}

#[derive(Default)]
struct LoweredBoundNeverHolds;

impl Deviation for LoweredBoundNeverHolds {
    fn shrinks(&self) -> bool {
        false
    }
}

#[derive(Default)]
struct BoundOfNothing;

impl Deviation for BoundOfNothing {
    fn refuses_bound(&self) -> bool {
        false
    }
}
