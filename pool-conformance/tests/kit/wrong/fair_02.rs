//! Wrong pools for FAIR-02.

use super::prelude::*;

pub(super) const RULE: &str = "FAIR-02";

pub(super) const WRONG: &[WrongPool] = &[WrongPool::new("newcomer-is-faster", &[Plain], Mistake::NONE)
    .claims(&[Capability::FairnessFifo])
    .says("A waiter is woken when a connection lies idle, and whoever asks first takes that.")];
