use std::{
    collections::VecDeque,
    mem,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, Waker},
    time::Duration,
};

use pool_protocol::{ManageConnection, PoolError};
use tokio::time::Instant;

use super::{lease::Lease, place::Place, shared::Shared};

/// Those who wait for a place, in the order in which they came.
///
/// Whoever is served stays in the queue until it has fetched its place, so the served ones are in front.
pub(super) struct Queue<C> {
    waiters: VecDeque<Waiter<C>>,
    served: usize,
    next_ticket: u64,
}

pub(super) struct Waiter<C> {
    ticket: u64,
    pub(super) waker: Waker,
    pub(super) place: Option<Place<C>>,
    since: Instant,
}

impl<C> Queue<C> {
    pub(super) fn new() -> Self {
        Self { waiters: VecDeque::new(), served: 0, next_ticket: 0 }
    }

    pub(super) fn join(&mut self, waker: Waker) -> u64 {
        let ticket = self.next_ticket;
        self.next_ticket += 1;
        self.waiters.push_back(Waiter { ticket, waker, place: None, since: Instant::now() });
        ticket
    }

    /// The first who has not been served; the caller serves it.
    pub(super) fn next(&mut self) -> Option<&mut Waiter<C>> {
        let waiter = self.waiters.get_mut(self.served)?;
        self.served += 1;
        Some(waiter)
    }

    /// How many have not been served.
    pub(super) fn waiting(&self) -> usize {
        self.waiters.len() - self.served
    }

    /// Fetches the waiter of a ticket, or, if that has not been served, exchanges its waker.
    pub(super) fn fetch(&mut self, ticket: u64, waker: &mut Waker) -> Option<Waiter<C>> {
        let index = self.find(ticket)?;
        if index < self.served {
            return self.remove(index);
        }
        mem::swap(&mut self.waiters[index].waker, waker);
        None
    }

    pub(super) fn leave(&mut self, ticket: u64) -> Option<Waiter<C>> {
        let index = self.find(ticket)?;
        self.remove(index)
    }

    fn remove(&mut self, index: usize) -> Option<Waiter<C>> {
        self.served -= usize::from(index < self.served);
        self.waiters.remove(index)
    }

    pub(super) fn clear(&mut self) -> VecDeque<Waiter<C>> {
        self.served = 0;
        mem::take(&mut self.waiters)
    }

    fn find(&self, ticket: u64) -> Option<usize> {
        self.waiters.binary_search_by_key(&ticket, |waiter| waiter.ticket).ok()
    }
}

impl<C> Waiter<C> {
    /// How long it has been in the queue.
    pub(super) fn waited(&self) -> Duration {
        self.since.elapsed()
    }

    /// Gives it the place, and says whom to wake.
    pub(super) fn serve(&mut self, place: Place<C>) -> Waker {
        self.place = Some(place);
        mem::replace(&mut self.waker, Waker::noop().clone())
    }
}

/// Resolves to a place: at once if there is one, else when it is this future's turn.
pub(super) struct Wait<'a, M: ManageConnection> {
    shared: &'a Arc<Shared<M>>,
    ticket: Option<u64>,
}

impl<'a, M: ManageConnection> Wait<'a, M> {
    pub(super) fn new(shared: &'a Arc<Shared<M>>) -> Self {
        Self { shared, ticket: None }
    }
}

impl<M: ManageConnection> Future for Wait<'_, M> {
    type Output = Result<Lease<M>, PoolError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let shared = self.shared;
        let now = shared.config.now();
        // Cloning and dropping a waker may run anybody's code, so both happen outside the lock.
        let mut waker = context.waker().clone();
        let polled = shared.lock().poll(&mut self.ticket, &mut waker, now);
        polled.map_ok(|place| Lease::new(shared, place))
    }
}

impl<M: ManageConnection> Drop for Wait<'_, M> {
    fn drop(&mut self) {
        let Some(ticket) = self.ticket else { return };
        let waiter = self.shared.lock().leave(ticket);
        let place = waiter.and_then(|waiter| waiter.place);
        drop(place.map(|place| Lease::new(self.shared, place)));
    }
}
