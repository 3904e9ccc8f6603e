//! Wrong pools for ACQ-09.

use super::prelude::*;

pub(super) const RULE: &str = "ACQ-09";

pub(super) const WRONG: &[WrongPool] =
    &[WrongPool::new("waits-for-its-own-connect", &[Actor], Mistake::of::<WaitsForItsOwnConnect>())
        .says("An acquire for which a connect runs gets what that brings, and nothing else.")];

#[derive(Default)]
struct WaitsForItsOwnConnect;

impl Deviation for WaitsForItsOwnConnect {
    fn races_connects(&self) -> bool {
        false
    }
}
