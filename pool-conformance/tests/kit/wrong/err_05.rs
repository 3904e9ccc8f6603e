//! Wrong pools for ERR-05.

use super::prelude::*;

pub(super) const RULE: &str = "ERR-05";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new(
        "failed-connect-wakes-nobody",
        &[Handoff, Actor, Plain],
        Mistake::FailedConnectWakesNobody,
    )
    .says("The place of a failed connect is free, and no waiter learns of it."),
    WrongPool::new(
        "failed-connect-leaves-waiters-to-others",
        &[Handoff, Plain],
        Mistake::FailedConnectLeavesWaitersToOthers,
    )
    .says("While anybody else has a connection, the waiters of a failed connect are left to its return."),
];
