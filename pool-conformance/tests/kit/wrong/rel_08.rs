//! Wrong pools for REL-08.

use super::prelude::*;

pub(super) const RULE: &str = "REL-08";

pub(super) const WRONG: &[WrongPool] =
    &[WrongPool::new("release-replaces", &[Semaphore, Plain], Mistake::of::<ReleaseReplaces>()).says(
        "`release` opens another connection for one that has come back broken, and reports how that went.",
    )];

#[derive(Default)]
struct ReleaseReplaces;

impl Deviation for ReleaseReplaces {
    fn replaces_on_release(&self) -> bool {
        true
    }
}
