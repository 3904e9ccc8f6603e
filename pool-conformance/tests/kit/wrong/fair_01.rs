//! Wrong pools for FAIR-01.

use std::{
    collections::HashSet,
    hash::{BuildHasherDefault, DefaultHasher},
};

use super::prelude::*;

pub(super) const RULE: &str = "FAIR-01";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("newest-waiter-first", &[Handoff, Actor], Mistake::of::<NewestWaiterFirst>())
        .says("The waiters are kept on a stack."),
    WrongPool::new("any-waiter-first", &[Handoff], Mistake::of::<AnyWaiterFirst>())
        .says("The waiters are kept in a set, and whichever it yields is served."),
];

#[derive(Default)]
struct NewestWaiterFirst;

impl Deviation for NewestWaiterFirst {
    fn next_waiter(&self, waiting: usize) -> usize {
        waiting.saturating_sub(1)
    }
}

#[derive(Default)]
struct AnyWaiterFirst;

impl Deviation for AnyWaiterFirst {
    /// The same every time, so that what it costs to find out is too.
    fn next_waiter(&self, waiting: usize) -> usize {
        let unordered: HashSet<usize, BuildHasherDefault<DefaultHasher>> = (0..waiting).collect();
        unordered.into_iter().next().unwrap_or(0)
    }
}
