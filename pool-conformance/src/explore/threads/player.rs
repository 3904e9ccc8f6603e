use super::user::{Held, PATIENCE, User};
use crate::{
    explore::{dice::Dice, invariant::Kept},
    ledger::{Call, Event},
    probe::Behaviour,
};

/// One of several who use a pool at the same time, and do what their dice say.
pub(super) struct Player<'a> {
    pub(super) user: User<'a>,
    pub(super) dice: Dice,
    pub(super) max: usize,
}

impl Player<'_> {
    /// Makes so many moves, or as many as it takes to see something that is wrong.
    pub(super) fn play(&mut self, moves: u32) -> Kept {
        (0..moves).try_for_each(|_| self.make_a_move())
    }

    fn make_a_move(&mut self) -> Kept {
        match self.dice.below(16) {
            0..=8 => return self.use_a_connection(PATIENCE),
            9 | 10 => return self.use_a_connection(0),
            11 => self.disturb(Call::Connect, Behaviour::Fail),
            12 => self.disturb(Call::Connect, Behaviour::Panic),
            13 => self.disturb(Call::Check, Behaviour::Fail),
            _ => return self.user.look(self.max),
        }
        Ok(())
    }

    fn use_a_connection(&mut self, patience: u32) -> Kept {
        let Some(held) = self.user.acquire(patience)? else { return Ok(()) };
        self.linger();
        if self.dice.below(8) == 0 {
            self.user.record(Event::Broke(held.id));
        }
        self.give_back(held)
    }

    fn give_back(&mut self, held: Held) -> Kept {
        if self.dice.below(4) > 0 { self.user.part_with(held) } else { self.user.release(held) }
    }

    fn disturb(&self, call: Call, behaviour: Behaviour) {
        self.user.probe.shared.lock().script.next(call, behaviour);
    }

    fn linger(&mut self) {
        for _ in 0..self.dice.below(32) {
            std::hint::spin_loop();
        }
    }
}
