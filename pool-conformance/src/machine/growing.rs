//! A machine while it is being put together, from its ends to its beginning.

use std::collections::HashMap;

use super::{Machine, Move};

/// States by what follows on them, so that there is never a second one of the same.
#[derive(Debug, Default)]
pub(crate) struct Growing {
    states: Vec<Vec<Move>>,
    known: HashMap<Vec<Move>, usize>,
}

impl Growing {
    /// The state on which this follows.
    pub(crate) fn state(&mut self, moves: Vec<Move>) -> usize {
        if let Some(known) = self.known.get(&moves) {
            return *known;
        }
        let state = self.states.len();
        self.states.push(moves.clone());
        self.known.insert(moves, state);
        state
    }

    /// The machine, if the state that came last is its beginning, which is 0 from now on.
    pub(crate) fn finish(self, world: String) -> Machine {
        let last = self.states.len().saturating_sub(1);
        let turned = |mut moves: Vec<Move>| {
            for made in &mut moves {
                made.to = last - made.to;
            }
            moves
        };
        Machine::new(world, self.states.into_iter().rev().map(turned).collect())
    }
}
