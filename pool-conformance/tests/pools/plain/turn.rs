//! Waiting until something is free.

use std::{
    pin::Pin,
    sync::MutexGuard,
    task::{Context, Poll},
};

use pool_protocol::{ManageConnection, PoolError};

use super::{
    super::{
        common::dawdle,
        deviation::{Cancelled, Fate, Overlooked},
        kept::Kept,
        policy::WhenFull,
    },
    shared::{Shared, State},
};

/// What an acquire finds.
pub(super) enum Found<C> {
    /// An idle connection, now held.
    Idle(Kept<C>),
    /// Room for a new one, now taken by a connect.
    Room,
}

/// Tries whenever it is polled, and leaves its waker if there is nothing.
pub(super) struct Turn<'a, M: ManageConnection> {
    shared: &'a Shared<M>,
    ticket: Option<u64>,
}

impl<'a, M: ManageConnection> Turn<'a, M> {
    pub(super) fn new(shared: &'a Shared<M>) -> Self {
        Self { shared, ticket: None }
    }
}

impl<M: ManageConnection> Shared<M> {
    fn find<'a>(
        &'a self,
        mut state: Locked<'a, M::Connection>,
    ) -> (Option<Found<M::Connection>>, Locked<'a, M::Connection>) {
        let grows = self.deviation.opens_before_reuse() && self.has_room(&state);
        let idle = if grows { None } else { self.take_idle(&mut state) };
        if let Some(idle) = idle {
            state.held += 1;
            return (Some(Found::Idle(idle)), state);
        }
        if !self.has_room(&state) {
            return (None, state);
        }
        if self.deviation.unlocks_before_acting() {
            drop(state);
            dawdle();
            state = self.state();
        }
        state.connecting += 1;
        (Some(Found::Room), state)
    }

    /// Whether an acquire finds the pool closed.
    pub(super) fn refuses(&self, state: &State<M::Connection>) -> bool {
        self.deviation.refuses(state.closed)
    }

    /// Why an acquire that finds nothing does not wait.
    fn gives_up(&self, newcomer: bool, queued: usize, woken_in_vain: bool) -> Option<PoolError> {
        match self.policy.full {
            WhenFull::Wait if newcomer && !self.deviation.may_queue(queued, self.config.wait_limit) => {
                Some(self.deviation.refusal())
            }
            WhenFull::Fail => Some(PoolError::Exhausted),
            WhenFull::Wait => self.deviation.gives_up(woken_in_vain),
        }
    }
}

type Locked<'a, C> = MutexGuard<'a, State<C>>;

impl<M: ManageConnection> Future for Turn<'_, M> {
    type Output = Result<Found<M::Connection>, PoolError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let shared = self.shared;
        let state = shared.state();
        if shared.refuses(&state) {
            return Poll::Ready(Err(PoolError::Closed));
        }
        let (mut found, mut state) = shared.find(state);
        let mut cloned = None;
        if let Some(overlooked) = shared.deviation.overlooks().filter(|_| found.is_none()) {
            drop(state);
            cloned = Some(context.waker().clone());
            state = shared.state();
            match overlooked {
                Overlooked::Close => (found, state) = shared.find(state),
                Overlooked::Return if shared.refuses(&state) => return Poll::Ready(Err(PoolError::Closed)),
                Overlooked::Return => {}
            }
        }
        let listed = state.waiters.holds(self.ticket);
        match shared.gives_up(self.ticket.is_none(), state.queued, self.ticket.is_some() && !listed) {
            Some(error) if found.is_none() => return Poll::Ready(Err(error)),
            _ => {}
        }
        let old = match self.ticket {
            Some(ticket) if found.is_some() => state.waiters.remove(ticket),
            None if found.is_some() => None,
            _ => {
                let newly = self.ticket.is_none();
                state.queued += usize::from(newly);
                state.counters.waited += u64::from(newly);
                match cloned.take() {
                    Some(waker) => state.waiters.keep(&mut self.ticket, waker),
                    None => state.waiters.register(&mut self.ticket, context),
                }
            }
        };
        state.queued -= usize::from(found.is_some() && self.ticket.is_some());
        drop(state);
        drop(old);
        let Some(found) = found else { return Poll::Pending };
        self.ticket = None;
        Poll::Ready(Ok(found))
    }
}

impl<M: ManageConnection> Drop for Turn<'_, M> {
    fn drop(&mut self) {
        let Some(ticket) = self.ticket else { return };
        let mut state = self.shared.state();
        state.queued -= 1;
        if !self.shared.deviation.cleans_up(Cancelled::Queued) && state.waiters.holds(Some(ticket)) {
            return;
        }
        let own = state.waiters.remove(ticket);
        drop(state);
        if own.is_none() && self.shared.deviation.cleans_up(Cancelled::Chosen) {
            // Woken and gone: somebody else can use what this one was woken for.
            self.shared.free(Fate::Free, |_| ());
        }
    }
}
