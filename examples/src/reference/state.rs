use std::{
    collections::VecDeque,
    hash::{Hash, Hasher},
    mem,
    task::{Poll, Waker},
    time::Duration,
};

use pool_protocol::{Counters, PoolError, Status};
use tokio::time::Instant;

use super::{
    builder::Config,
    count::Why,
    place::{Live, Place},
    queue::{Queue, Waiter},
};

/// Everything that changes, behind the pool's one lock.
///
/// While somebody in the queue has not been served, nothing is idle and no place is free. So a newcomer that
/// finds something overtakes nobody.
pub(super) struct State<C> {
    pub(super) config: Config,
    /// The one that has been idle longest is in front.
    pub(super) idle: VecDeque<Live<C>>,
    pub(super) queue: Queue<C>,
    /// Places that are not free.
    pub(super) taken: usize,
    /// Connections whose ending has not begun.
    pub(super) open: usize,
    in_use: usize,
    pub(super) closed: bool,
    pub(super) kept_up: bool,
    /// When the upkeep looks next by itself.
    pub(super) alarm: Option<Instant>,
    pub(super) counters: Counters,
}

/// What is left to do when the lock has been released.
#[must_use]
pub(super) struct Aftermath<C> {
    pub(super) wake: Option<Waker>,
    pub(super) doomed: Option<Place<C>>,
    /// Whether the upkeep would look too late.
    pub(super) upkeep: bool,
}

impl<C> State<C> {
    pub(super) fn new(config: Config) -> Self {
        Self {
            config,
            idle: VecDeque::new(),
            queue: Queue::new(),
            taken: 0,
            open: 0,
            in_use: 0,
            closed: false,
            kept_up: false,
            alarm: None,
            counters: Counters::default(),
        }
    }

    pub(super) fn status(&self) -> Status {
        let mut status = Status::default();
        status.size = self.open;
        status.idle = self.open - self.in_use;
        status.in_use = self.in_use;
        status.min_size = self.config.min_size;
        status.max_size = self.config.max_size;
        status.closed = self.closed;
        status.waiting = Some(self.queue.waiting());
        status
    }

    /// All that decides what comes next, but for times, which nobody sees before they matter.
    pub(super) fn hash(&self, hasher: &mut impl Hasher) {
        let Self { config, idle, queue, taken, open, in_use, closed, kept_up, alarm, counters: _ } = self;
        (config.max_size, idle.len(), queue.waiting(), taken, open, in_use).hash(hasher);
        (closed, kept_up, alarm.is_some()).hash(hasher);
    }

    pub(super) fn is_closed(&self) -> bool {
        self.closed
    }

    /// Whether every connection that there can be is lent.
    pub(super) fn is_in_use(&self) -> bool {
        !self.closed && self.in_use > 0 && self.in_use >= self.config.max_size
    }

    /// Whether nothing is left to be given back or ended.
    pub(super) fn is_deserted(&self) -> bool {
        self.closed && self.taken == 0
    }

    /// Lends the connection that was given back last, of those that are not stale.
    pub(super) fn lend_idle(&mut self, now: Option<Instant>) -> Option<Place<C>> {
        let index = self.idle.iter().rposition(|live| !live.is_stale(now))?;
        let live = self.idle.remove(index)?;
        Some(self.lend(Place::Unheld(live), now))
    }

    /// The same for an acquire that is over with it.
    pub(super) fn lend_at_once(&mut self, now: Option<Instant>) -> Option<Place<C>> {
        let place = self.lend_idle(now)?;
        self.counters.acquired += 1;
        Some(place)
    }

    /// Takes the connection that has been idle longest, to end it.
    pub(super) fn doom_idle(&mut self, why: Why) -> Option<Place<C>> {
        let live = self.idle.pop_front()?;
        self.open -= 1;
        why.count(&mut self.counters);
        Some(Place::Doomed(live))
    }

    /// Takes a free place, if fewer than `limit` are taken.
    pub(super) fn grow(&mut self, limit: usize) -> Option<Place<C>> {
        (self.taken < limit).then(|| {
            self.taken += 1;
            Place::Bare
        })
    }

    /// One poll of an acquire that asks for a place, or waits for one already.
    pub(super) fn poll(
        &mut self,
        ticket: &mut Option<u64>,
        waker: &mut Waker,
        now: Option<Instant>,
    ) -> Poll<Result<Place<C>, PoolError>> {
        if self.closed {
            return Poll::Ready(Err(PoolError::Closed));
        }
        let place = match *ticket {
            Some(ticket) => self.fetch(ticket, waker).map(|place| self.lend(place, now)),
            None => self
                .lend_idle(now)
                .or_else(|| self.doom_stale(now))
                .or_else(|| self.grow(self.config.max_size)),
        };
        if let Some(place) = place {
            *ticket = None;
            return Poll::Ready(Ok(place));
        }
        if ticket.is_none() {
            if self.config.wait_limit.is_some_and(|limit| self.queue.waiting() >= limit) {
                return Poll::Ready(Err(PoolError::Exhausted));
            }
            self.counters.waited += 1;
            *ticket = Some(self.queue.join(mem::replace(waker, Waker::noop().clone())));
        }
        Poll::Pending
    }

    fn fetch(&mut self, ticket: u64, waker: &mut Waker) -> Option<Place<C>> {
        let waiter = self.queue.fetch(ticket, waker)?;
        self.counters.wait_time += waiter.waited();
        waiter.place
    }

    /// Lends what was idle, or was handed on; of no use any more, it is to be ended.
    fn lend(&mut self, mut place: Place<C>, now: Option<Instant>) -> Place<C> {
        if let Place::Unheld(live) = &place {
            match live.why_stale(now) {
                Some(why) => self.doom(&mut place, why),
                None if !self.config.validate_on_acquire => self.hold(&mut place),
                None => {}
            }
        }
        place
    }

    pub(super) fn leave(&mut self, ticket: u64) -> Option<Waiter<C>> {
        let waiter = self.queue.leave(ticket)?;
        self.counters.wait_time += waiter.waited();
        Some(waiter)
    }

    /// Exchanges a bare place for an idle connection, if there is one.
    pub(super) fn exchange(&mut self, place: &mut Place<C>, now: Option<Instant>) {
        if let Some(found) = self.lend_idle(now) {
            *place = found;
            self.taken -= 1;
        }
    }

    /// Puts a new connection on a bare place.
    pub(super) fn open(&mut self, place: &mut Place<C>, live: Live<C>) {
        *place = Place::Unheld(live);
        self.open += 1;
        self.counters.opened += 1;
    }

    /// Counts a connection as lent.
    pub(super) fn hold(&mut self, place: &mut Place<C>) {
        *place = match place.take() {
            Place::Unheld(mut live) => {
                self.in_use += 1;
                live.lend(&self.config);
                Place::Held(live)
            }
            other => other,
        };
    }

    /// Stops counting a connection as open, since it is to be ended.
    pub(super) fn doom(&mut self, place: &mut Place<C>, why: Why) {
        if self.forget(place) {
            why.count(&mut self.counters);
        }
    }

    /// Stops counting a connection as open; whether there was one.
    pub(super) fn forget(&mut self, place: &mut Place<C>) -> bool {
        let (forgotten, known) = match place.take() {
            Place::Held(mut live) => {
                self.in_use -= 1;
                self.open -= 1;
                self.counters.use_time += live.return_from_use();
                (Place::Doomed(live), true)
            }
            Place::Unheld(live) => {
                self.open -= 1;
                (Place::Doomed(live), true)
            }
            other => (other, false),
        };
        *place = forgotten;
        known
    }

    /// Takes a connection back: for the first in the queue, to lie idle, or to be ended.
    pub(super) fn put_back(
        &mut self,
        mut live: Live<C>,
        held: bool,
        fit: bool,
        now: Option<Instant>,
    ) -> Aftermath<C> {
        self.in_use -= usize::from(held);
        self.counters.use_time += live.return_from_use();
        live.unpark();
        if let Some(why) = self.unfit(&live, fit, now) {
            self.open -= 1;
            why.count(&mut self.counters);
            return Aftermath { wake: None, doomed: Some(Place::Doomed(live)), upkeep: false };
        }
        if let Some(waiter) = self.queue.next() {
            let wake = Some(waiter.serve(Place::Unheld(live)));
            return Aftermath { wake, doomed: None, upkeep: false };
        }
        live.park(&self.config, now);
        let due = live.due(self.is_spared());
        self.idle.push_back(live);
        let upkeep = self.kept_up && due.is_some_and(|due| self.alarm.is_none_or(|alarm| due < alarm));
        Aftermath { wake: None, doomed: self.reap(now), upkeep }
    }

    /// Why a connection that comes back is not to be lent again, if it is not.
    fn unfit(&self, live: &Live<C>, fit: bool, now: Option<Instant>) -> Option<Why> {
        match live.why_stale(now) {
            _ if !fit => Some(Why::Broken),
            _ if self.closed => Some(Why::Closed),
            None if self.has_too_many() => Some(Why::Other),
            stale => stale,
        }
    }

    /// Takes a bare place back: for the first in the queue, or to be free.
    pub(super) fn vacate(&mut self) -> Option<Waker> {
        if self.has_too_many() {
            self.taken -= 1;
            return None;
        }
        if let Some(waiter) = self.queue.next() {
            return Some(waiter.serve(Place::Bare));
        }
        self.taken -= 1;
        None
    }

    /// Closes the pool to newcomers and waiters, and hands over what is idle.
    pub(super) fn close(&mut self) -> (Vec<Place<C>>, Vec<Waker>) {
        self.closed = true;
        let idle = mem::take(&mut self.idle).into_iter().map(Place::Unheld);
        let waiters = self.queue.clear();
        self.counters.wait_time += waiters.iter().map(Waiter::waited).sum::<Duration>();
        let waiters = waiters.into_iter().map(|waiter| (waiter.place, waiter.waker));
        let (served, wakers): (Vec<_>, Vec<_>) = waiters.unzip();
        let mut places: Vec<_> = idle.chain(served.into_iter().flatten()).collect();
        for place in &mut places {
            self.doom(place, Why::Closed);
        }
        (places, wakers)
    }

    /// Takes the connection that has been idle longest, if that was too long.
    fn doom_stale(&mut self, now: Option<Instant>) -> Option<Place<C>> {
        let why = self.idle.front()?.why_stale(now)?;
        self.doom_idle(why)
    }
}
