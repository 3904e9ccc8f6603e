//! The states of a world that have been told apart, and the moves between them.

use std::collections::HashMap;

use crate::explore::{LONGEST, Position, Transition};

/// The number of a state; the first is the beginning.
pub(super) type Id = u32;

/// Where a move leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Unknown,
    State(Id),
    /// Something is wrong: the hash of what.
    Broken(u64),
    /// To where another schedule goes, too.
    TooEarly,
}

/// One move, what it leads to, and what the pool did on the way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    pub(super) target: Target,
    pub(super) told: u64,
}

impl Edge {
    const UNKNOWN: Self = Self { target: Target::Unknown, told: 0 };
}

/// Everything that has to be known of a place in a run to make a state of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) look: u64,
    pub(super) position: Position,
    /// How many ways there are to go on.
    pub(super) offered: usize,
}

/// A state: one place in one run, and all that was found to be no different from it.
#[derive(Debug)]
pub(super) struct State {
    pub(super) place: Place,
    /// From where it was first reached, and by which move.
    came: Option<(Id, Transition)>,
    pub(super) depth: u16,
    pub(super) edges: Vec<Edge>,
    /// Whether a run was ended here.
    pub(super) torn_down: bool,
}

/// All states, and which look alike.
#[derive(Debug, Default)]
pub(super) struct States {
    all: Vec<State>,
    by_look: HashMap<u64, Vec<Id>>,
}

impl States {
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    pub(super) fn of(&self, id: Id) -> &State {
        &self.all[id as usize]
    }

    pub(super) fn of_mut(&mut self, id: Id) -> &mut State {
        &mut self.all[id as usize]
    }

    pub(super) fn ids(&self) -> std::ops::Range<Id> {
        0..Id::try_from(self.all.len()).unwrap_or(Id::MAX)
    }

    /// The states that look so, the one that was reached first before the others.
    pub(super) fn alike(&self, look: u64) -> &[Id] {
        self.by_look.get(&look).map_or(&[], Vec::as_slice)
    }

    /// Adds a state that was reached from another by that move.
    pub(super) fn add(&mut self, place: Place, came: Option<(Id, Transition)>) -> Id {
        let id = self.ids().end;
        let depth = came.map_or(0, |(from, _)| self.of(from).depth + 1);
        let offered = if depth < LONGEST { place.offered } else { 0 };
        self.by_look.entry(place.look).or_default().push(id);
        self.all.push(State { place, came, depth, edges: vec![Edge::UNKNOWN; offered], torn_down: false });
        id
    }

    /// The moves that lead to the state.
    pub(super) fn path(&self, id: Id) -> Vec<Transition> {
        let before = std::iter::successors(self.of(id).came, |(from, _)| self.of(*from).came);
        let mut path: Vec<Transition> = before.map(|(_, made)| made).collect();
        path.reverse();
        path
    }

    pub(super) fn edges(&self) -> usize {
        self.all.iter().map(|state| state.edges.len()).sum()
    }
}
