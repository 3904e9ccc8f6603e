//! Wrong pools for ERR-05.

use super::prelude::*;

pub(super) const RULE: &str = "ERR-05";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new(
        "failed-connect-wakes-nobody",
        &[Handoff, Actor, Plain],
        Mistake::of::<FailedConnectWakesNobody>(),
    )
    .says("The place of a failed connect is free, and no waiter learns of it."),
    WrongPool::new(
        "failed-connect-leaves-waiters-to-others",
        &[Handoff, Plain],
        Mistake::of::<FailedConnectLeavesWaitersToOthers>(),
    )
    .says("While anybody else has a connection, the waiters of a failed connect are left to its return."),
];

#[derive(Default)]
struct FailedConnectWakesNobody;

impl Deviation for FailedConnectWakesNobody {
    fn place_freed(&self, place: &Place) -> Fate {
        if place.stage == Stage::ConnectFailed { Fate::Silent } else { Fate::Free }
    }
}

#[derive(Default)]
struct FailedConnectLeavesWaitersToOthers;

impl Deviation for FailedConnectLeavesWaitersToOthers {
    fn place_freed(&self, place: &Place) -> Fate {
        if place.stage == Stage::ConnectFailed && place.others > 0 { Fate::Silent } else { Fate::Free }
    }
}
