//! Wrong pools for HLTH-07.

use super::prelude::*;

pub(super) const RULE: &str = "HLTH-07";

pub(super) const WRONG: &[WrongPool] =
    &[WrongPool::new("return-makes-young", &[Actor, Plain], Mistake::of::<ReturnMakesYoung>())
        .says("The lifetime begins anew whenever a connection comes back.")];

#[derive(Default)]
struct ReturnMakesYoung;

impl Deviation for ReturnMakesYoung {
    fn is_stale(&self, dates: Dates, config: &Config) -> bool {
        Dates { opened: dates.returned, ..dates }.are_over(config)
    }
}
