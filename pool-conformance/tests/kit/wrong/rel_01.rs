//! Wrong pools for REL-01.

use std::{
    any::Any,
    sync::{Arc, Mutex},
};

use super::prelude::*;

pub(super) const RULE: &str = "REL-01";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new(
        "drop-without-release-loses",
        &[Semaphore, Actor],
        Mistake::of::<DropWithoutReleaseLoses>(),
    )
    .says("Only an explicit release gives capacity back."),
    WrongPool::new("mailbox-is-full", &[Semaphore, Handoff], Mistake::of::<MailboxIsFull>())
        .says("Guards that are dropped go into a mailbox for a task, and what it has no room for is lost."),
    WrongPool::new("broken-keeps-place", &[Semaphore, Handoff], Mistake::of::<BrokenKeepsPlace>())
        .says("A connection that comes back broken is ended, and its place stays taken."),
];

#[derive(Default)]
struct DropWithoutReleaseLoses;

impl Deviation for DropWithoutReleaseLoses {
    fn place_freed(&self, place: &Place) -> Fate {
        if place.stage == Stage::Lent { Fate::Lost } else { Fate::Free }
    }
}

#[derive(Default)]
struct MailboxIsFull {
    mailbox: Arc<Mutex<Vec<Box<dyn Any + Send>>>>,
}

impl Deviation for MailboxIsFull {
    fn guard_dropped(&self, guard: Box<dyn Any + Send>, _orphaned: bool) {
        const ROOM: usize = 32;
        let mut mailbox = help::lock_unless_poisoned(&self.mailbox);
        if mailbox.len() == ROOM {
            return std::mem::forget(guard);
        }
        mailbox.push(guard);
        drop(mailbox);
        let mailbox = Arc::clone(&self.mailbox);
        tokio::spawn(async move {
            let heard = std::mem::take(&mut *help::lock_unless_poisoned(&mailbox));
            drop(heard);
        });
    }
}

#[derive(Default)]
struct BrokenKeepsPlace;

impl Deviation for BrokenKeepsPlace {
    fn place_freed(&self, place: &Place) -> Fate {
        if place.stage == Stage::Broken { Fate::Lost } else { Fate::Free }
    }
}
