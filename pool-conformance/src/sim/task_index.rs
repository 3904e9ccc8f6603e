//! Which actor has which task.

use crate::model::Actor;

/// Which actors there are, and which task each of them has. It is asked for at every turn, so nothing is searched for.
#[derive(Debug)]
pub(crate) struct TaskIndex {
    actors: Vec<Actor>,
    /// For each actor one more than the number of its task, or 0.
    numbers: [[u16; 1 << u8::BITS]; KINDS],
}

/// How many kinds of actors there are.
const KINDS: usize = 5;

impl Default for TaskIndex {
    fn default() -> Self {
        Self { actors: Vec::new(), numbers: [[0; 1 << u8::BITS]; KINDS] }
    }
}

impl TaskIndex {
    pub(crate) fn actors(&self) -> &[Actor] {
        &self.actors
    }

    pub(crate) fn of(&self, actor: Actor) -> Option<usize> {
        let (kind, number) = place(actor);
        usize::from(self.numbers[kind][number]).checked_sub(1)
    }

    /// Gives the actor the next seat.
    pub(crate) fn take(&mut self, actor: Actor) -> usize {
        let (kind, number) = place(actor);
        self.actors.push(actor);
        self.numbers[kind][number] = u16::try_from(self.actors.len()).unwrap_or(u16::MAX);
        self.actors.len() - 1
    }

    pub(crate) fn clear(&mut self) {
        for actor in self.actors.drain(..) {
            let (kind, number) = place(actor);
            self.numbers[kind][number] = 0;
        }
    }
}

fn place(actor: Actor) -> (usize, usize) {
    match actor {
        Actor::Client(number) => (0, number.into()),
        Actor::Init(number) => (1, number.into()),
        Actor::Close(number) => (2, number.into()),
        Actor::HealthCheck(number) => (3, number.into()),
        Actor::Resize(number) => (4, number.into()),
    }
}
