//! Wrong pools for ACQ-10.

use std::{
    future::poll_fn,
    task::{Context, Waker},
};

use super::prelude::*;

pub(super) const RULE: &str = "ACQ-10";

pub(super) const WRONG: &[WrongPool] =
    &[WrongPool::new("keeps-first-waker", &[Handoff, Plain], Mistake::of::<KeepsFirstWaker>())
        .says("The waker of the first poll is kept.")];

#[derive(Default)]
struct KeepsFirstWaker;

#[async_trait]
impl Deviation for KeepsFirstWaker {
    async fn acquire(&self, mut honest: Call<'_>) -> Result<(), PoolError> {
        let mut first: Option<Waker> = None;
        poll_fn(|cx| {
            let waker = first.get_or_insert_with(|| cx.waker().clone());
            honest.as_mut().poll(&mut Context::from_waker(waker))
        })
        .await
    }
}
