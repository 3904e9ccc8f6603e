//! Wrong pools for TIME-05.

use super::prelude::*;

pub(super) const RULE: &str = "TIME-05";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("zero-is-for-ever", &[Semaphore, Handoff], Mistake::of::<ZeroIsForEver>())
        .says("An acquire limit of zero is read as none."),
    WrongPool::new("zero-is-a-minute", &[Plain], Mistake::of::<ZeroIsAMinute>())
        .says("An acquire limit of zero is read as the default of the pool."),
];

#[derive(Default)]
struct ZeroIsForEver;

impl Deviation for ZeroIsForEver {
    fn build(&mut self, config: &mut Config) {
        config.acquire_timeout = config.acquire_timeout.filter(|limit| !limit.is_zero());
    }
}

#[derive(Default)]
struct ZeroIsAMinute;

impl Deviation for ZeroIsAMinute {
    fn build(&mut self, config: &mut Config) {
        if config.acquire_timeout.is_some_and(|limit| limit.is_zero()) {
            config.acquire_timeout = Some(std::time::Duration::from_secs(60));
        }
    }
}
