//! Wrong pools for REL-04.

use super::prelude::*;

pub(super) const RULE: &str = "REL-04";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("welcomes-any-guard", &[Semaphore, Actor], Mistake::of::<WelcomesAnyGuard>())
        .says("`release` drops whatever guard it is given, and says that all is well."),
    WrongPool::new("forgets-what-it-refuses", &[Handoff, Plain], Mistake::of::<ForgetsWhatItRefuses>())
        .says("A guard of another pool is refused, and forgotten so that its drop does no harm."),
];

#[derive(Default)]
struct WelcomesAnyGuard;

impl Deviation for WelcomesAnyGuard {
    fn meets(&self, guard: Stranger) -> Met {
        if guard.0 { Met::Welcomed } else { Met::AsUsual }
    }
}

#[derive(Default)]
struct ForgetsWhatItRefuses;

impl Deviation for ForgetsWhatItRefuses {
    fn meets(&self, guard: Stranger) -> Met {
        if guard.0 { Met::Forgotten } else { Met::AsUsual }
    }
}
