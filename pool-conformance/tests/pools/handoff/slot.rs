//! Where a waiter is given what it waits for.

use std::{
    sync::Mutex,
    task::{Context, Poll, Waker},
};

use super::super::{common::lock, kept::Kept};

/// What a waiter can be given.
pub(super) enum Offer<C> {
    /// A place in the pool and the connection in it.
    Connection(Kept<C>),
    /// A place in the pool that has no connection yet.
    Place,
    /// The news that the pool is closed.
    Closed,
}

impl<C> Offer<C> {
    pub(super) fn is_connection(&self) -> bool {
        matches!(self, Self::Connection(_))
    }
}

pub(super) struct Slot<C> {
    inner: Mutex<Inner<C>>,
}

struct Inner<C> {
    offer: Option<Offer<C>>,
    waker: Option<Waker>,
}

impl<C> Slot<C> {
    pub(super) fn new() -> Self {
        Self { inner: Mutex::new(Inner { offer: None, waker: None }) }
    }

    /// Puts the offer in; the waker is for the caller to wake when no lock is held.
    pub(super) fn fill(&self, offer: Offer<C>) -> Option<Waker> {
        let mut inner = lock(&self.inner);
        inner.offer = Some(offer);
        inner.waker.take()
    }

    pub(super) fn take(&self) -> Option<Offer<C>> {
        lock(&self.inner).offer.take()
    }

    pub(super) fn poll(&self, context: &mut Context<'_>) -> Poll<Offer<C>> {
        let mut inner = lock(&self.inner);
        if let Some(offer) = inner.offer.take() {
            return Poll::Ready(offer);
        }
        let old = inner.waker.replace(context.waker().clone());
        drop(inner);
        drop(old);
        Poll::Pending
    }
}
