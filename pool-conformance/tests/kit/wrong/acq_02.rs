//! Wrong pools for ACQ-02.

use super::prelude::*;

pub(super) const RULE: &str = "ACQ-02";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new(
        "permit-freed-while-connecting",
        &[Semaphore],
        Mistake::of::<PermitFreedWhileConnecting>(),
    )
    .says("The permit is given back while its connection is being opened, and fetched again afterwards."),
    WrongPool::new("connects-not-counted", &[Actor, Plain], Mistake::of::<ConnectsNotCounted>())
        .says("A connection counts once it is open, not while it is being opened."),
    WrongPool::new("check-then-act", &[Handoff, Plain], Mistake::of::<CheckThenAct>())
        .race()
        .says("Whether there is room is asked under one lock and answered under the next."),
    WrongPool::new("failed-check-frees-twice", &[Semaphore], Mistake::of::<FailedCheckFreesTwice>())
        .says("A failed check gives back a permit that the acquire goes on to use."),
    WrongPool::new("late-prefill-forgets-idle", &[Semaphore, Plain], Mistake::of::<LatePrefillForgetsIdle>())
        .says("A prefill that comes after the first acquires does not count what they have left idle."),
    WrongPool::new("place-free-before-end", &[Handoff, Plain], Mistake::of::<PlaceFreeBeforeEnd>())
        .says("The drop of a guard frees the place first, and drops the connection that broke afterwards."),
];

#[derive(Default)]
struct LatePrefillForgetsIdle;

impl Deviation for LatePrefillForgetsIdle {
    fn wants_another(&self, fill: Prefilling) -> bool {
        fill.taken - fill.idle < fill.min_size
    }
}

#[derive(Default)]
struct PermitFreedWhileConnecting;

impl Deviation for PermitFreedWhileConnecting {
    fn frees_place_to_connect(&self) -> bool {
        true
    }
}

#[derive(Default)]
struct ConnectsNotCounted;

impl Deviation for ConnectsNotCounted {
    fn has_room(&self, taken: usize, connecting: usize, max_size: usize) -> bool {
        taken - connecting < max_size
    }
}

#[derive(Default)]
struct CheckThenAct;

impl Deviation for CheckThenAct {
    fn unlocks_before_acting(&self) -> bool {
        true
    }
}

#[derive(Default)]
struct PlaceFreeBeforeEnd;

impl Deviation for PlaceFreeBeforeEnd {
    fn frees_place_before_end(&self) -> bool {
        true
    }
}

#[derive(Default)]
struct FailedCheckFreesTwice;

impl Deviation for FailedCheckFreesTwice {
    fn place_freed(&self, place: &Place) -> Fate {
        if place.stage == Stage::CheckFailed { Fate::Twice } else { Fate::Free }
    }
}
