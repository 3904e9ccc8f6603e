//! An reference pool, by which the steps of a sampled script are chosen: what would make sense there mostly does in the pool
//! that is judged, and where it does not, a step does nothing.

use std::collections::VecDeque;

use crate::model::{Actor, Behaviour, CLIENTS, Call, Script, Step};

/// What a client of the reference pool is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ClientState {
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
pub(crate) struct ReferenceModel<'a> {
    script: &'a Script,
    clients: [ClientState; CLIENTS as usize],
    queue: VecDeque<u8>,
    idle: usize,
}

impl<'a> ReferenceModel<'a> {
    pub(crate) fn new(script: &'a Script) -> Self {
        let idle = if script.uninitialised { 0 } else { script.min.into() };
        Self { script, clients: [ClientState::Away; CLIENTS as usize], queue: VecDeque::new(), idle }
    }

    pub(crate) fn clients(&self) -> impl Iterator<Item = (Actor, ClientState)> + '_ {
        (0..CLIENTS).map(Actor::Client).zip(self.clients)
    }

    /// Whether more clients are here than can hold a connection, by a few.
    pub(crate) fn is_crowded(&self) -> bool {
        let here = self.clients.iter().filter(|state| **state != ClientState::Away).count();
        here >= usize::from(self.script.max) + 2
    }

    pub(crate) fn has_waiters(&self) -> bool {
        !self.queue.is_empty()
    }

    pub(crate) fn is_calling(&self, call: Call) -> bool {
        self.clients.contains(&ClientState::Calling(call))
    }

    pub(crate) fn has_idle(&self) -> bool {
        self.idle > 0
    }

    pub(crate) fn does(&mut self, step: Step) {
        match (step, step.actor()) {
            (Step::Start(_), Some(Actor::Client(client))) if self.state(client) == ClientState::Away => {
                self.come(client);
            }
            (Step::Poll(_) | Step::PollAnew(_), Some(Actor::Client(client)))
                if self.state(client) == ClientState::Chosen =>
            {
                *self.state_mut(client) = ClientState::Holding;
            }
            (Step::Cancel(_), Some(Actor::Client(client))) if self.state(client) != ClientState::Holding => {
                self.leave(client);
            }
            (Step::Drop(_) | Step::Release(_) | Step::Unwind(_), Some(Actor::Client(client)))
                if self.state(client) == ClientState::Holding =>
            {
                self.leave(client);
            }
            (Step::TryAcquire(_), Some(Actor::Client(client)))
                if self.state(client) == ClientState::Away && self.idle > 0 =>
            {
                self.idle -= 1;
                *self.state_mut(client) = ClientState::Holding;
            }
            (Step::Discard(_) | Step::Detach(_), Some(Actor::Client(client)))
                if self.state(client) == ClientState::Holding =>
            {
                self.leave_nothing(client);
            }
            (Step::Finish(call, how) | Step::FinishSecond(call, how), _) => self.finish(call, how),
            (Step::Settle | Step::Advance(_) | Step::Pass(_) | Step::Leap, _) => self.everybody_looks(),
            _ => {}
        }
    }

    fn state(&self, client: u8) -> ClientState {
        self.clients[usize::from(client)]
    }

    fn state_mut(&mut self, client: u8) -> &mut ClientState {
        &mut self.clients[usize::from(client)]
    }

    fn come(&mut self, client: u8) {
        let taken = self
            .clients
            .iter()
            .filter(|state| !matches!(state, ClientState::Away | ClientState::Waiting))
            .count();
        let gates = self.script.gates;
        *self.state_mut(client) = if taken >= self.script.max.into() {
            self.queue.push_back(client);
            ClientState::Waiting
        } else if self.idle > 0 {
            self.idle -= 1;
            if gates.check && self.script.validate {
                ClientState::Calling(Call::Check)
            } else {
                ClientState::Holding
            }
        } else if gates.connect {
            ClientState::Calling(Call::Connect)
        } else {
            ClientState::Holding
        };
    }

    /// The client is gone; its place is the next one's.
    fn leave(&mut self, client: u8) {
        match std::mem::replace(self.state_mut(client), ClientState::Away) {
            ClientState::Away => {}
            ClientState::Waiting => self.queue.retain(|waiting| *waiting != client),
            ClientState::Calling(_) | ClientState::Chosen | ClientState::Holding => {
                match self.queue.pop_front() {
                    Some(next) => *self.state_mut(next) = ClientState::Chosen,
                    None => self.idle += 1,
                }
            }
        }
    }

    /// The client is gone, and so is its connection; its place is the next one's.
    fn leave_nothing(&mut self, client: u8) {
        *self.state_mut(client) = ClientState::Away;
        if let Some(next) = self.queue.pop_front() {
            let connects = self.script.gates.connect;
            *self.state_mut(next) =
                if connects { ClientState::Calling(Call::Connect) } else { ClientState::Chosen };
        }
    }

    fn finish(&mut self, call: Call, how: Behaviour) {
        let calling = (0..CLIENTS).find(|client| self.state(*client) == ClientState::Calling(call));
        match calling {
            Some(client) if how == Behaviour::Succeed => *self.state_mut(client) = ClientState::Chosen,
            Some(client) => self.leave(client),
            None => {}
        }
    }

    fn everybody_looks(&mut self) {
        for state in &mut self.clients {
            if *state == ClientState::Chosen {
                *state = ClientState::Holding;
            }
        }
    }
}
