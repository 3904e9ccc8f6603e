//! Wrong pools for LIFE-12.

use super::prelude::*;

pub(super) const RULE: &str = "LIFE-12";

pub(super) const WRONG: &[WrongPool] =
    &[WrongPool::new("late-connect-is-parked", &[Semaphore, Handoff, Plain], Mistake::LateConnectIsParked)
        .says("An acquire whose connect ends after `close` fails, and makes its connection idle.")];
