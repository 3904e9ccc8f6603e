//! Who wants to be told.

use std::task::{Context, Waker};

/// Wakers by ticket: a future that is polled again replaces its own.
#[derive(Default)]
pub(super) struct Wakers {
    next: u64,
    list: Vec<(u64, Waker)>,
}

impl Wakers {
    /// Keeps the waker of the latest poll, and gives back the one before.
    #[must_use]
    pub(super) fn register(&mut self, ticket: &mut Option<u64>, context: &Context<'_>) -> Option<Waker> {
        self.keep(ticket, context.waker().clone())
    }

    /// The same for a waker that was cloned before.
    #[must_use]
    pub(super) fn keep(&mut self, ticket: &mut Option<u64>, waker: Waker) -> Option<Waker> {
        let ticket = *ticket.get_or_insert_with(|| {
            self.next += 1;
            self.next
        });
        if let Some((_, old)) = self.list.iter_mut().find(|(other, _)| *other == ticket) {
            return Some(std::mem::replace(old, waker));
        }
        self.list.push((ticket, waker));
        None
    }

    /// Whether this ticket has not been woken.
    pub(super) fn holds(&self, ticket: Option<u64>) -> bool {
        self.list.iter().any(|(other, _)| Some(*other) == ticket)
    }

    /// Forgets a ticket; nothing comes back if it has been woken.
    #[must_use]
    pub(super) fn remove(&mut self, ticket: u64) -> Option<Waker> {
        let at = self.list.iter().position(|(other, _)| *other == ticket)?;
        Some(self.list.swap_remove(at).1)
    }

    #[must_use]
    pub(super) fn take_one(&mut self) -> Option<Waker> {
        self.list.pop().map(|(_, waker)| waker)
    }

    #[must_use]
    pub(super) fn take_all(&mut self) -> Vec<Waker> {
        self.list.drain(..).map(|(_, waker)| waker).collect()
    }
}
