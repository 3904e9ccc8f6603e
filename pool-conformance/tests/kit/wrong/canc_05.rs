//! Wrong pools for CANC-05.
//!
//! Where a cost is higher than it once was: each symptom of a rule has had a counterexample of its own since, and the
//! shortest script counts, which another world may show after more schedules.

use super::prelude::*;

pub(super) const RULE: &str = "CANC-05";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("chosen-waiter-keeps-offer", &[Handoff, Actor], Mistake::of::<ChosenWaiterKeepsOffer>())
        .says("What a waiter was given and did not fetch goes with it."),
    WrongPool::new("woken-waiter-keeps-wake", &[Plain], Mistake::of::<ChosenWaiterKeepsOffer>())
        .says("A waiter that was woken and is dropped wakes nobody in its place."),
];

#[derive(Default)]
struct ChosenWaiterKeepsOffer;

impl Deviation for ChosenWaiterKeepsOffer {
    fn cleans_up(&self, waiter: Cancelled) -> bool {
        waiter != Cancelled::Chosen
    }
}
