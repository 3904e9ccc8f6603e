//! An ideal pool, by which the steps of a sampled script are chosen: what would make sense there mostly does in the pool
//! that is judged, and where it does not, a step does nothing.

use std::collections::VecDeque;

use super::{alphabet::CLIENTS, script::Script};
use crate::{
    ledger::Call,
    probe::Behaviour,
    world::{Actor, Step},
};

/// What a client of the ideal pool is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seat {
    Away,
    /// Its connect, or the check of its connection, has not finished.
    Calling(Call),
    /// It waits for a place.
    Waiting,
    /// It has been woken, and would hold a connection if it were polled.
    Chosen,
    Holding,
}

/// A pool that serves its waiters in their order.
#[derive(Debug)]
pub(super) struct Ideal<'a> {
    script: &'a Script,
    seats: [Seat; CLIENTS as usize],
    queue: VecDeque<u8>,
    idle: usize,
}

impl<'a> Ideal<'a> {
    pub(super) fn new(script: &'a Script) -> Self {
        let idle = if script.uninitialised { 0 } else { script.min.into() };
        Self { script, seats: [Seat::Away; CLIENTS as usize], queue: VecDeque::new(), idle }
    }

    pub(super) fn seats(&self) -> impl Iterator<Item = (Actor, Seat)> + '_ {
        (0..CLIENTS).map(Actor::Client).zip(self.seats)
    }

    /// Whether more clients are here than can hold a connection, by a few.
    pub(super) fn is_crowded(&self) -> bool {
        let here = self.seats.iter().filter(|seat| **seat != Seat::Away).count();
        here >= usize::from(self.script.max) + 2
    }

    pub(super) fn has_waiters(&self) -> bool {
        !self.queue.is_empty()
    }

    pub(super) fn is_calling(&self, call: Call) -> bool {
        self.seats.contains(&Seat::Calling(call))
    }

    pub(super) fn has_idle(&self) -> bool {
        self.idle > 0
    }

    pub(super) fn does(&mut self, step: Step) {
        match (step, step.actor()) {
            (Step::Start(_), Some(Actor::Client(client))) if self.seat(client) == Seat::Away => {
                self.come(client);
            }
            (Step::Poll(_) | Step::PollAnew(_), Some(Actor::Client(client)))
                if self.seat(client) == Seat::Chosen =>
            {
                *self.seat_mut(client) = Seat::Holding;
            }
            (Step::Cancel(_), Some(Actor::Client(client))) if self.seat(client) != Seat::Holding => {
                self.leave(client);
            }
            (Step::Drop(_) | Step::Release(_) | Step::Unwind(_), Some(Actor::Client(client)))
                if self.seat(client) == Seat::Holding =>
            {
                self.leave(client);
            }
            (Step::Finish(call, how) | Step::FinishSecond(call, how), _) => self.finish(call, how),
            (Step::Settle | Step::Advance(_), _) => self.everybody_looks(),
            _ => {}
        }
    }

    fn seat(&self, client: u8) -> Seat {
        self.seats[usize::from(client)]
    }

    fn seat_mut(&mut self, client: u8) -> &mut Seat {
        &mut self.seats[usize::from(client)]
    }

    fn come(&mut self, client: u8) {
        let taken = self.seats.iter().filter(|seat| !matches!(seat, Seat::Away | Seat::Waiting)).count();
        let gates = self.script.gates;
        *self.seat_mut(client) = if taken >= self.script.max.into() {
            self.queue.push_back(client);
            Seat::Waiting
        } else if self.idle > 0 {
            self.idle -= 1;
            if gates.check && self.script.validate { Seat::Calling(Call::Check) } else { Seat::Holding }
        } else if gates.connect {
            Seat::Calling(Call::Connect)
        } else {
            Seat::Holding
        };
    }

    /// The client is gone; its place is the next one's.
    fn leave(&mut self, client: u8) {
        match std::mem::replace(self.seat_mut(client), Seat::Away) {
            Seat::Away => {}
            Seat::Waiting => self.queue.retain(|waiting| *waiting != client),
            Seat::Calling(_) | Seat::Chosen | Seat::Holding => match self.queue.pop_front() {
                Some(next) => *self.seat_mut(next) = Seat::Chosen,
                None => self.idle += 1,
            },
        }
    }

    fn finish(&mut self, call: Call, how: Behaviour) {
        let calling = (0..CLIENTS).find(|client| self.seat(*client) == Seat::Calling(call));
        match calling {
            Some(client) if how == Behaviour::Succeed => *self.seat_mut(client) = Seat::Chosen,
            Some(client) => self.leave(client),
            None => {}
        }
    }

    fn everybody_looks(&mut self) {
        for seat in &mut self.seats {
            if *seat == Seat::Chosen {
                *seat = Seat::Holding;
            }
        }
    }
}
