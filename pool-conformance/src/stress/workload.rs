//! What a client on a thread does, as its random numbers say.

use super::client::{Held, PATIENCE, ThreadClient};
use crate::{
    generate::Rng,
    model::{Behaviour, Call, ConnId, Event},
    oracle::Holds,
};

/// One of several who use a pool at the same time, and do what their rng say.
pub(crate) struct Workload<'a> {
    pub(crate) user: ThreadClient<'a>,
    pub(crate) rng: Rng,
    pub(crate) max: usize,
    /// Whether the pool is asked for its health.
    pub(crate) health_checks: bool,
    /// Whether every status has to fit what the threads have done.
    pub(crate) in_order: bool,
}

impl Workload<'_> {
    /// Makes so many moves, or as many as it takes to see something that is wrong.
    pub(crate) fn play(&mut self, moves: u32) -> Holds {
        (0..moves).try_for_each(|_| self.make_a_move())
    }

    fn make_a_move(&mut self) -> Holds {
        match self.rng.below(32) {
            0..=16 => return self.use_a_connection(PATIENCE),
            17..=20 => return self.use_a_connection(0),
            21 => self.disturb(Call::Connect, Behaviour::Fail),
            22 => self.disturb(Call::Connect, Behaviour::Panic),
            23 => self.disturb(Call::Connect, Behaviour::Gate),
            24 => self.disturb_a_check_or_disconnect(),
            25..=28 => self.finish_a_call(),
            29 => self.break_any(),
            30 if self.health_checks => return self.user.check_health(),
            _ => return self.user.look(self.max, self.in_order),
        }
        Ok(())
    }

    fn use_a_connection(&mut self, patience: u32) -> Holds {
        let Some(held) = self.user.acquire(patience)? else { return Ok(()) };
        self.linger();
        if self.rng.below(8) == 0 {
            self.user.record(Event::Broke(held.id));
        }
        self.give_back(held)
    }

    fn give_back(&mut self, held: Held) -> Holds {
        if self.rng.below(4) > 0 { self.user.part_with(held) } else { self.user.release(held) }
    }

    /// A check, or a disconnect, is to fail, or to hang until a client lets it finish.
    fn disturb_a_check_or_disconnect(&mut self) {
        let call = if self.rng.below(2) == 0 { Call::Check } else { Call::Disconnect };
        let how = if self.rng.below(2) == 0 { Behaviour::Fail } else { Behaviour::Gate };
        self.disturb(call, how);
    }

    fn disturb(&self, call: Call, behaviour: Behaviour) {
        self.user.probe.shared.lock().faults.next(call, behaviour);
    }

    /// Lets the oldest call of some kind that hangs finish, mostly well.
    fn finish_a_call(&mut self) {
        let call = [Call::Connect, Call::Check, Call::Disconnect][usize::from(self.rng.below(3))];
        let how = if self.rng.below(4) == 0 { Behaviour::Fail } else { Behaviour::Succeed };
        self.user.probe.shared.finish(call, 0, how);
    }

    /// Breaks one of the first connections, wherever it is.
    fn break_any(&mut self) {
        let id = ConnId(1 + u32::from(self.rng.below(4)));
        if self.user.probe.shared.lock().inbox.has_opened(id) {
            self.user.record(Event::Broke(id));
        }
    }

    fn linger(&mut self) {
        for _ in 0..self.rng.below(32) {
            std::hint::spin_loop();
        }
    }
}
