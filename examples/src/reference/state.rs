use std::{
    collections::VecDeque,
    mem,
    task::{Poll, Waker},
};

use pool_protocol::{PoolError, Status};
use tokio::time::Instant;

use super::{
    builder::Config,
    place::{Live, Place},
    queue::{Queue, Waiter},
};

/// Everything that changes, behind the pool's one lock.
///
/// While somebody in the queue has not been served, nothing is idle and no place is free. So a newcomer that
/// finds something overtakes nobody.
pub(super) struct State<C> {
    config: Config,
    /// The one that has been idle longest is in front.
    idle: VecDeque<Live<C>>,
    queue: Queue<C>,
    /// Places that are not free.
    taken: usize,
    /// Connections whose ending has not begun.
    open: usize,
    in_use: usize,
    closed: bool,
    kept_up: bool,
    /// When the upkeep looks next by itself.
    alarm: Option<Instant>,
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

    /// Takes the connection that has been idle longest, to end it.
    pub(super) fn doom_idle(&mut self) -> Option<Place<C>> {
        let live = self.idle.pop_front()?;
        self.open -= 1;
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
            Some(ticket) => self.queue.fetch(ticket, waker).map(|place| self.lend(place, now)),
            None => {
                self.lend_idle(now).or_else(|| self.doom_idle()).or_else(|| self.grow(self.config.max_size))
            }
        };
        if let Some(place) = place {
            *ticket = None;
            return Poll::Ready(Ok(place));
        }
        if ticket.is_none() {
            if self.config.wait_limit.is_some_and(|limit| self.queue.waiting() >= limit) {
                return Poll::Ready(Err(PoolError::Exhausted));
            }
            *ticket = Some(self.queue.join(mem::replace(waker, Waker::noop().clone())));
        }
        Poll::Pending
    }

    /// Lends what was idle, or was handed on; of no use any more, it is to be ended.
    fn lend(&mut self, mut place: Place<C>, now: Option<Instant>) -> Place<C> {
        match &place {
            Place::Unheld(live) if live.is_stale(now) => self.doom(&mut place),
            Place::Unheld(_) if !self.config.validate_on_acquire => self.hold(&mut place),
            _ => {}
        }
        place
    }

    pub(super) fn leave(&mut self, ticket: u64) -> Option<Waiter<C>> {
        self.queue.leave(ticket)
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
    }

    /// Counts a connection as lent.
    pub(super) fn hold(&mut self, place: &mut Place<C>) {
        *place = match place.take() {
            Place::Unheld(live) => {
                self.in_use += 1;
                Place::Held(live)
            }
            other => other,
        };
    }

    /// Stops counting a connection as open.
    pub(super) fn doom(&mut self, place: &mut Place<C>) {
        *place = match place.take() {
            Place::Held(live) => {
                self.in_use -= 1;
                self.open -= 1;
                Place::Doomed(live)
            }
            Place::Unheld(live) => {
                self.open -= 1;
                Place::Doomed(live)
            }
            other => other,
        };
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
        live.unpark();
        if !fit || self.closed || live.is_stale(now) {
            self.open -= 1;
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

    /// Takes a bare place back: for the first in the queue, or to be free.
    pub(super) fn vacate(&mut self) -> Option<Waker> {
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
        let waiters = self.queue.clear().into_iter().map(|waiter| (waiter.place, waiter.waker));
        let (served, wakers): (Vec<_>, Vec<_>) = waiters.unzip();
        let mut places: Vec<_> = idle.chain(served.into_iter().flatten()).collect();
        for place in &mut places {
            self.doom(place);
        }
        (places, wakers)
    }

    /// Takes one idle connection that is too old, or has been idle too long while more than `min_size` are open.
    pub(super) fn reap(&mut self, now: Option<Instant>) -> Option<Place<C>> {
        now?;
        let spared = self.is_spared();
        let due = |live: &Live<C>| if spared { live.is_old(now) } else { live.is_stale(now) };
        let live = self.idle.iter().position(due).and_then(|index| self.idle.remove(index))?;
        self.open -= 1;
        Some(Place::Doomed(live))
    }

    /// Whether idle connections stay for as long as they like, since no more than `min_size` are open.
    fn is_spared(&self) -> bool {
        self.open <= self.config.min_size
    }

    /// Whether upkeep has not begun before.
    pub(super) fn begin_upkeep(&mut self) -> bool {
        !mem::replace(&mut self.kept_up, true)
    }

    /// When something that is idle now will have to end.
    pub(super) fn set_alarm(&mut self) -> Option<Instant> {
        let spared = self.is_spared();
        self.alarm = self.idle.iter().filter_map(|live| live.due(spared)).min();
        self.alarm
    }

    /// Whether fewer places are taken than upkeep is to see to.
    pub(super) fn is_short(&self) -> bool {
        self.kept_up && !self.closed && self.taken < self.config.min_size
    }
}
