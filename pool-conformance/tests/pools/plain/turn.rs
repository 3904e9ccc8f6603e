//! Waiting until something is free.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use pool_protocol::{ManageConnection, PoolError};

use super::{
    super::{common::dawdle, kept::Kept, mistake::Mistake, policy::WhenFull},
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
    fn find(&self, state: &mut State<M::Connection>) -> Option<Found<M::Connection>> {
        let grows = self.mistake == Mistake::OpensWhileThereIsRoom && self.has_room(state);
        let idle = match self.mistake {
            _ if grows => None,
            Mistake::LendsTwice => {
                state.peeked += usize::from(!state.idle.is_empty());
                state.idle.back_mut().map(Kept::twin)
            }
            _ => state.take_idle(self.policy.idle),
        };
        if let Some(idle) = idle {
            state.held += 1;
            return Some(Found::Idle(idle));
        }
        if self.has_room(state) {
            state.connecting += 1;
            return Some(Found::Room);
        }
        None
    }

    /// A mistake: between the look and the step others look as well.
    fn find_slowly(&self) -> Option<Found<M::Connection>> {
        let mut state = self.state();
        if !state.idle.is_empty() || !self.has_room(&state) {
            return self.find(&mut state);
        }
        drop(state);
        dawdle();
        self.state().connecting += 1;
        Some(Found::Room)
    }

    /// Whether an acquire finds the pool closed.
    pub(super) fn refuses(&self, state: &State<M::Connection>) -> Option<PoolError> {
        match self.mistake {
            _ if !state.closed => None,
            Mistake::AcquireAfterCloseWorks => None,
            Mistake::ClosedIsExhausted => Some(PoolError::Exhausted),
            _ => Some(PoolError::Closed),
        }
    }

    /// Why an acquire that finds nothing does not wait.
    fn gives_up(&self, woken: bool) -> Option<PoolError> {
        match (self.policy.full, self.mistake) {
            (WhenFull::Fail, _) => Some(PoolError::Exhausted),
            (WhenFull::Wait, Mistake::FullIsTimeout) => Some(PoolError::Timeout),
            (WhenFull::Wait, Mistake::WokenInVainIsTimeout) if woken => Some(PoolError::Timeout),
            (WhenFull::Wait, Mistake::WaitsOnlyOnce) if woken => Some(PoolError::Exhausted),
            (WhenFull::Wait, _) => None,
        }
    }
}

impl<M: ManageConnection> Future for Turn<'_, M> {
    type Output = Result<Found<M::Connection>, PoolError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let shared = self.shared;
        if shared.mistake == Mistake::CheckThenAct
            && let Some(found) = shared.find_slowly()
        {
            return Poll::Ready(Ok(found));
        }
        let mut state = shared.state();
        if let Some(error) = shared.refuses(&state) {
            return Poll::Ready(Err(error));
        }
        let found = shared.find(&mut state);
        let listed = state.waiters.holds(self.ticket);
        if found.is_none()
            && let Some(error) = shared.gives_up(self.ticket.is_some() && !listed)
        {
            return Poll::Ready(Err(error));
        }
        let old = match self.ticket {
            Some(ticket) if found.is_some() => state.waiters.remove(ticket),
            None if found.is_some() => None,
            Some(_) if listed && shared.mistake == Mistake::KeepsFirstWaker => None,
            _ => state.waiters.register(&mut self.ticket, context),
        };
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
        if self.shared.mistake == Mistake::CancelledWaiterStaysQueued && state.waiters.holds(Some(ticket)) {
            return;
        }
        let own = state.waiters.remove(ticket);
        drop(state);
        if own.is_none() && self.shared.mistake != Mistake::WokenWaiterKeepsWake {
            // Woken and gone: somebody else can use what this one was woken for.
            self.shared.free(|_| ());
        }
    }
}
